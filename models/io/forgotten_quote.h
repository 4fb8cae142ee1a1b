// What a YAML parser says when somebody forgot the quotes around a text.
#pragma once

#include <string_view>

namespace models::yaml {

inline constexpr std::string_view quoteHint =
    "; a text that contains `, ` or `: ` or begins with one of > * & % @ : ' \" needs quotes, and "
    "this looks like a forgotten one";

inline bool looksLikeForgottenQuote(std::string_view problem, std::string_view context) {
    for (const std::string_view each :
         {"mapping values are not allowed", "did not find expected ','", "cannot start any token",
          "expected alphabetic or numeric", "comment or line break", "did not find expected key",
          "did not find expected node", "could not find expected ':'"}) {
        if (problem.find(each) != std::string_view::npos) {
            return true;
        }
    }
    return context.find("block scalar") != std::string_view::npos ||
           context.find("quoted scalar") != std::string_view::npos ||
           context.find("alias") != std::string_view::npos ||
           context.find("anchor") != std::string_view::npos ||
           context.find("tag") != std::string_view::npos;
}

}  // namespace models::yaml
