// Whether hiding FMA and AVX2 from the C library has an effect here: its exp, sin and pow have
// variants for them whose last bit differs now and then. Only where it has does running
// tst_fingerprints in that environment (golden.tst_fingerprints_without_fma) prove that no
// fingerprint depends on the variant.
#include <QtTest>

#include <QProcess>

#include "tests/support/test_program.h"

class TestMaskedProcessor : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theMaskChangesTheLastBits();
};

namespace {

QByteArray printedBits(const QString& tunables) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("GLIBC_TUNABLES"));
    if (!tunables.isEmpty()) {
        environment.insert(QStringLiteral("GLIBC_TUNABLES"), tunables);
    }
    QProcess probe;
    probe.setProcessEnvironment(environment);
    probe.start(QStringLiteral(LAST_BITS_PROBE), QStringList());
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

TEST_OF_THIS_FILE(TestMaskedProcessor);
#include "tst_masked_processor.moc"
