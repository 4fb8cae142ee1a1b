// Stores on disk: the same as in memory, seen by others, and calm when the disk is in trouble.
#include <sqlite3.h>
#include <sys/resource.h>

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <fstream>
#include <thread>

#include "tests/sim/opened_store.h"
#include "tests/support/test_program.h"

using namespace store_test;

namespace {

// The first column of the first row, read by somebody else than the store.
QString readByOther(const std::filesystem::path& file, const char* sql) {
    sqlite3* connection = nullptr;
    QString text = "cannot open";
    if (sqlite3_open_v2(file.c_str(), &connection, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr);
        text = sqlite3_step(statement) == SQLITE_ROW
                   ? QString::number(sqlite3_column_int64(statement, 0))
                   : QString(sqlite3_errmsg(connection));
        sqlite3_finalize(statement);
    }
    sqlite3_close(connection);
    return text;
}

}  // namespace

class TestSqliteStoreFile : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    // Qt only warns of a connection that is used on another thread or closed too late.
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void fileAndMemoryGiveTheSame() {
        const QTemporaryDir folder;
        const std::vector<StoreStep> steps{
            aStep(StoreAction::Insert, "subscriptions").set("renewed", ":round % 4"),
            aStep(StoreAction::Update, "subscriptions").set("renewed", "renewed + :viewer % 2"),
            aStep(StoreAction::Delete, "subscriptions").where("renewed = 2"),
            aStep(StoreAction::Read, "subscriptions").where("renewed = 1")};
        OpenedStore memory(subscriptions(), steps);
        OpenedStore file(subscriptions(), steps, sim::StoreKind::File, folder.path().toStdString());

        QStringList ofMemory;
        QStringList ofFile;
        for (int i = 0; i < 2'000; ++i) {
            const Request request{.viewer = (i * 7) % 40, .round = (i * 3) % 11};
            ofMemory << memory.execute(i % 4, request);
            ofFile << file.execute(i % 4, request);
            if (i % 100 == 0) {
                QCOMPARE(file.commit(), "");
            }
        }

        QCOMPARE(ofFile, ofMemory);
        QCOMPARE(file.tables(), memory.tables());
        QVERIFY(ofMemory.contains("broken") && ofMemory.contains("1") && ofMemory.contains("0"));
    }

    void committedFileIsReadByOthers() {
        const QTemporaryDir folder;
        const std::filesystem::path file = sim::storeFile(folder.path().toStdString(), "user");
        OpenedStore store(subscriptions(), {aStep(StoreAction::Insert, "subscriptions")},
                          sim::StoreKind::File, folder.path().toStdString());
        const char* count = "SELECT count(*) FROM subscriptions";

        QCOMPARE(store.execute(0, {.viewer = 11}), "1");
        QCOMPARE(readByOther(file, count), "10");
        QCOMPARE(store.commit(), "");

        QCOMPARE(readByOther(file, count), "11");
    }

    void aReaderOfTheFileDelaysOnlyTheCommit() {
        const QTemporaryDir folder;
        const std::filesystem::path file = sim::storeFile(folder.path().toStdString(), "user");
        OpenedStore store(subscriptions(), {aStep(StoreAction::Insert, "subscriptions")},
                          sim::StoreKind::File, folder.path().toStdString());
        sqlite3* reader = nullptr;
        sqlite3_open(file.c_str(), &reader);
        sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM subscriptions", nullptr, nullptr,
                     nullptr);

        store.execute(0, {.viewer = 11});
        QCOMPARE(store.commit(), "");
        QCOMPARE(store.execute(0, {.viewer = 12}), "1");
        sqlite3_close(reader);
        QCOMPARE(store.commit(), "");

        QCOMPARE(readByOther(file, "SELECT count(*) FROM subscriptions"), "12");
    }

    void fileOfAnEarlierRunIsReplaced() {
        const QTemporaryDir folder;
        const auto path = folder.path().toStdString();
        const auto open = [&path] {
            return std::make_unique<OpenedStore>(
                subscriptions(),
                std::vector<StoreStep>{aStep(StoreAction::Insert, "subscriptions")},
                sim::StoreKind::File, path);
        };
        open()->execute(0, {.viewer = 11});
        std::ofstream(path + "/user.sqlite") << "no database at all";

        QCOMPARE(open()->execute(0, {.viewer = 11}), "1");
    }

    void linkInTheFoldersPlaceIsReplacedAndNotFollowed() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::ofstream(path / "precious.txt") << "precious";
        std::filesystem::create_directory(path / "run");
        std::filesystem::create_symlink(path / "precious.txt", path / "run" / "user.sqlite");

        OpenedStore store(subscriptions(), {}, sim::StoreKind::File, path / "run");

        QVERIFY(store.isOpen());
        QCOMPARE(std::filesystem::file_size(path / "precious.txt"), 8U);
        QVERIFY(!std::filesystem::is_symlink(path / "run" / "user.sqlite"));
    }

    void nameThatLeavesTheFolderIsAFault_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("folder above") << "../user";
        QTest::newRow("absolute") << "/user";
        QTest::newRow("hidden") << ".user";
        QTest::newRow("empty") << "";
    }

    void nameThatLeavesTheFolderIsAFault() {
        QFETCH(QString, name);
        const QTemporaryDir folder;

        OpenedStore store(aService(name.toStdString(), {}), {}, sim::StoreKind::File,
                          (folder.path() + "/run").toStdString());

        QVERIFY(!store.isOpen());
        QVERIFY2(store.fault().contains("no file name"), qPrintable(store.fault()));
    }

    void folderInTheFilesPlaceIsAMachineFault() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::create_directory(path / "user.sqlite");

        OpenedStore store(subscriptions(), {}, sim::StoreKind::File, path);

        QVERIFY(!store.isOpen());
        QVERIFY2(store.fault().contains("the store of user: ") && store.fault().contains("folder"),
                 qPrintable(store.fault()));
    }

    void fileInTheFoldersPlaceIsAMachineFault() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::ofstream(path / "run") << "a file";

        OpenedStore store(subscriptions(), {}, sim::StoreKind::File, path / "run");

        QVERIFY(!store.isOpen());
        QVERIFY2(store.fault().contains("cannot be made"), qPrintable(store.fault()));
    }

    void fullDiskIsAMachineFaultAndNoCrash() {
        const QTemporaryDir folder;
        OpenedStore store(aService("user", {aTable("orders", {"request"}, {{"body", "text"}})}),
                          {aStep(StoreAction::Insert, "orders").set("body", "hex(zeroblob(2000))")},
                          sim::StoreKind::File, folder.path().toStdString());
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{64 * 1024, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);

        for (std::int64_t request = 1; request <= 100; ++request) {
            store.execute(0, {.request = request});
        }
        const QString fault = store.commit();
        const QString afterwards = store.execute(0, {.request = 1'000});
        setrlimit(RLIMIT_FSIZE, &before);

        QVERIFY2(fault.startsWith("the store of user: disk I/O error"), qPrintable(fault));
        QVERIFY(!afterwards.isEmpty());
    }

    void fullDiskWhileOpeningIsAMachineFault() {
        const QTemporaryDir folder;
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{64 * 1024, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);

        OpenedStore store(aService("user", {aTable("profiles", {"viewer"}, {}, 100'000)}), {},
                          sim::StoreKind::File, folder.path().toStdString());
        setrlimit(RLIMIT_FSIZE, &before);

        QVERIFY(!store.isOpen());
        QVERIFY2(store.fault().startsWith("the store of user: "), qPrintable(store.fault()));
    }

    void threadsUseTheirStoresSideBySide() {
        const QTemporaryDir folder;
        sim::SqliteStoreMaker maker(populations, sim::StoreKind::File, folder.path().toStdString());
        const StoreStep insert = aStep(StoreAction::Insert, "orders");
        const models::Expression isEven{":request % 2 = 0", {}};
        const auto work = [&](const std::string& name, std::int64_t& changed) {
            const auto opened =
                maker.open(aService(name, {aTable("orders", {"request"})}), {&insert});
            const auto conditions = maker.conditions({&isEven});
            for (std::int64_t request = 1; request <= 5'000; ++request) {
                const sim::Binds binds{{}, request, 0, 0};
                changed += conditions->holds(0, binds) ? opened.store->execute(0, binds).rows : 0;
            }
        };

        std::array<std::int64_t, 3> changed{};
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < changed.size(); ++i) {
                threads.emplace_back([&, i] { work("service-" + std::to_string(i), changed[i]); });
            }
        }

        QCOMPARE(changed, (std::array<std::int64_t, 3>{2'500, 2'500, 2'500}));
    }
};

TEST_OF_THIS_FILE(TestSqliteStoreFile);
#include "tst_sqlite_store_file.moc"
