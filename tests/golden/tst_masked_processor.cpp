// Whether hiding FMA and AVX2 from the C library has an effect here: its exp, sin and pow have
// variants for them whose last bit differs now and then. Only where it has does running
// tst_fingerprints in that environment (golden.tst_fingerprints_without_fma) prove that no
// fingerprint depends on the variant. This program is its own probe: started with --print it writes
// what those functions give, as 64 bits.
#include <QtTest>

#include <QProcess>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>

class TestMaskedProcessor : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theMaskChangesTheLastBits();
};

namespace {

void fold(std::uint64_t& bits, double value) {
    std::uint64_t more = 0;
    std::memcpy(&more, &value, sizeof more);
    bits = (bits ^ more) * 1099511628211U;
}

std::uint64_t lastBits() {
    std::uint64_t bits = 14695981039346656037U;
    for (int i = 0; i < 100'000; ++i) {
        const double x = 0.37 + 0.001 * i;
        fold(bits, std::exp(x / 10));
        fold(bits, std::sin(x));
        fold(bits, std::pow(x, 1.3));
    }
    return bits;
}

QByteArray printedBits(const QString& tunables) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("GLIBC_TUNABLES"));
    if (!tunables.isEmpty()) {
        environment.insert(QStringLiteral("GLIBC_TUNABLES"), tunables);
    }
    QProcess probe;
    probe.setProcessEnvironment(environment);
    probe.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--print")});
    return probe.waitForFinished() && probe.exitCode() == 0 ? probe.readAllStandardOutput()
                                                            : QByteArray();
}

}  // namespace

void TestMaskedProcessor::theMaskChangesTheLastBits() {
#ifdef __x86_64__
    if (!__builtin_cpu_supports("fma") || !__builtin_cpu_supports("avx2")) {
        QSKIP("This processor has nothing to hide.");
    }
    const QByteArray plain = printedBits({});
    const QByteArray masked = printedBits(QStringLiteral(MASKED_TUNABLES));
    QVERIFY(!plain.isEmpty());
    QVERIFY(!masked.isEmpty());
    QVERIFY2(plain != masked, "GLIBC_TUNABLES=" MASKED_TUNABLES " has no effect");
#else
    QSKIP("Only this architecture's C library chooses by FMA and AVX2.");
#endif
}

int main(int argc, char** argv) {
    if (argc == 2 && std::strcmp(argv[1], "--print") == 0) {
        std::printf("%016llx\n", static_cast<unsigned long long>(lastBits()));
        return 0;
    }
    QCoreApplication application(argc, argv);
    TestMaskedProcessor test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_masked_processor.moc"
