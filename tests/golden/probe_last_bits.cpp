// Prints, folded into 64 bits, what the C library's exp, sin and pow give. tst_masked_processor
// starts it with different variants of them.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace {

void fold(std::uint64_t& bits, double value) {
    std::uint64_t more = 0;
    std::memcpy(&more, &value, sizeof more);
    bits = (bits ^ more) * 1099511628211U;
}

}  // namespace

int main() {
    std::uint64_t bits = 14695981039346656037U;
    for (int i = 0; i < 100'000; ++i) {
        const double x = 0.37 + 0.001 * i;
        fold(bits, std::exp(x / 10));
        fold(bits, std::sin(x));
        fold(bits, std::pow(x, 1.3));
    }
    std::printf("%016llx\n", static_cast<unsigned long long>(bits));
    return 0;
}
