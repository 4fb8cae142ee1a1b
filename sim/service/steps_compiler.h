// Compiles the lists of steps of one process into its flat code.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/service/program.h"

namespace sim {

// What the names in calls stand for.
struct EndpointAddress {
    ProcessId process = noProcess;
    std::uint32_t endpoint = 0;
};
using EndpointAddresses = std::map<std::string, EndpointAddress, std::less<>>;  // "user.sign-in"

// The endpoints of all versions of all services, each name once.
EndpointAddresses addressesOf(const Program& program);

// Appends an endpoint's code. `version`: empty for the first.
EndpointProgram compiledEndpoint(ProcessProgram& process, const Program& program,
                                 const EndpointAddresses& addresses, const std::string& name,
                                 const models::Steps& steps, const std::string& version = {});

class StepsCompiler {
  public:
    StepsCompiler(ProcessProgram& process, const Program& program,
                  const EndpointAddresses& addresses)
        : m_program(process), m_whole(program), m_addresses(addresses) {}

    // Appends the steps and an End; returns the first instruction. `place` is that of the list.
    std::uint32_t compileList(const models::Steps& steps, Identity place);

  private:
    void compileSteps(const models::Steps& steps, Identity place);
    void compileStep(const models::Step& step, Identity place);

    void compile(const models::Compute& step, Identity place);
    void compile(const models::Sleep& step, Identity place);
    void compile(const models::Call& step, Identity place);
    void compile(const models::Parallel& step, Identity place);
    void compile(const models::Choose& step, Identity place);
    void compile(const models::Repeat& step, Identity place);
    void compile(const models::StoreStep& step, Identity place);
    void compile(const models::CacheLookup& step, Identity place);
    void compile(const models::Invalidate& step, Identity place);
    std::size_t addLookUp(const std::string& cache);
    void compile(const models::Reply& step, Identity place);
    void compile(const models::Stop& step, Identity place);
    void compile(const models::Fail& step, Identity place);
    void compile(const models::Transaction& step, Identity place);
    void compile(const models::Saga& step, Identity place);
    void compile(const models::Publish& step, Identity place);

    std::uint32_t here() const { return static_cast<std::uint32_t>(m_program.code.size()); }
    std::uint32_t emit(Op op, Identity place, std::size_t index = 0);
    // Leaves a hole to be jumped over: returns the jump, whose target `land` sets to here.
    std::uint32_t emitJump(Identity place) { return emit(Op::Jump, place); }
    void land(std::uint32_t jump) { m_program.code[jump].target = here(); }
    std::uint32_t edgeTo(const models::EndpointName& callee);

    ProcessProgram& m_program;
    const Program& m_whole;  // whose processes are being compiled
    const EndpointAddresses& m_addresses;
    // The `else` of a transaction's steps stand behind its end.
    struct Else {
        std::size_t storeStep = 0;
        const models::Steps* steps = nullptr;
        Identity place = 0;
    };
    std::vector<Else> m_elses;
    bool m_isInTransaction = false;
};

}  // namespace sim
