// A window on a scenario's text, paused, with the real engine behind it.
#pragma once

#include <QtTest>
#include <functional>

#include "app/desktop/main_window.h"
#include "models/io/scenario_reader.h"
#include "tests/desktop/patience.h"

namespace support {

class OpenedWindow {
  public:
    // Ends the test program where the text has errors.
    explicit OpenedWindow(const char* text) {
        models::ScenarioReading reading = models::readScenario(text, "shop.yaml", {});
        if (!reading.scenario || !session.open(std::move(reading), "shop.yaml"))
            qFatal("the scenario of the test has errors");
        session.pause();
        window.resize(1600, 1000);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
    }

    bool waitFor(const std::function<bool()>& holds) {
        const auto seen = [&] {
            session.poll();
            return holds();
        };
        return QTest::qWaitFor(seen, patience);
    }
    // Of simulated time; from where it stands once it is paused.
    bool stepTo(models::Instant until) {
        if (!waitFor([&] { return !session.state().running; }))
            return false;
        session.step(until - session.liveSnapshot()->now);
        return waitFor(
            [&] { return session.liveSnapshot()->now == until && !session.state().running; });
    }

    // At least so far: a command that is under way takes the run on by a nanosecond.
    bool goOn(models::Duration by) {
        const models::Instant wanted = session.liveSnapshot()->now + by;
        session.step(by);
        return waitFor(
            [&] { return session.liveSnapshot()->now >= wanted && !session.state().running; });
    }

    app::Session session;
    app::MainWindow window{session, app::Remember::Nothing};
};

}  // namespace support
