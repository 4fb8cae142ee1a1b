#include "app/look/number_text.h"

#include <QLocale>
#include <cmath>

#include "sim/interval.h"

namespace app {

namespace {

constexpr QChar noBreakSpace(0xA0);
constexpr QChar minus(0x2212);
constexpr QChar dash(0x2013);

double rounded(double value, int decimals) {
    const double scale = std::pow(10.0, decimals);
    return std::round(value * scale) / scale;
}

QString numberText(double value, int decimals) {
    if (!std::isfinite(value)) {
        return dash;
    }
    // English whatever the machine speaks: the words around the figure are English, too.
    const QLocale english(QLocale::English, QLocale::UnitedStates);
    const double shown = rounded(value, decimals);
    const QString digits = english.toString(std::abs(shown), 'f', decimals);
    return shown < 0 ? minus + digits : digits;
}

QString withUnit(const QString& number, const char* unit) {
    return number + noBreakSpace + QLatin1String(unit);
}

// Three digits of a number below 1,000, judged after rounding: 9.999 is 10.0 and not 10.00.
QString threeDigits(double value) {
    const double size = std::abs(value);
    if (rounded(size, 2) < 10) {
        return numberText(value, 2);
    }
    return numberText(value, rounded(size, 1) < 100 ? 1 : 0);
}

QString small(double value) {
    const double size = std::abs(value);
    if (size == 0) {
        return numberText(0, 0);
    }
    if (rounded(size, 2) < 0.1) {
        return numberText(value, 2);
    }
    return numberText(value, rounded(size, 1) < 10 ? 1 : 0);
}

struct Scale {
    double factor;
    const char* unit;
};

Scale scaleOf(double value, double thousandsFrom) {
    const double size = std::abs(value);
    if (size < thousandsFrom) {
        return {1, ""};
    }
    if (size < 999'500) {
        return {1e3, "k"};
    }
    return size < 999'500'000 ? Scale{1e6, "M"} : Scale{1e9, "G"};
}

}  // namespace

QString countText(std::int64_t count) {
    const QString text = QLocale(QLocale::English, QLocale::UnitedStates).toString(qint64(count));
    return count < 0 ? minus + text.mid(1) : text;
}

QString shortCountText(std::int64_t count) {
    const Scale scale = scaleOf(static_cast<double>(count), 1000);
    if (scale.factor == 1) {
        return countText(count);
    }
    const double value = static_cast<double>(count) / scale.factor;
    const double shown = rounded(value, 1);
    const bool whole = std::abs(shown) >= 10 || shown == std::round(shown);
    return withUnit(numberText(value, whole ? 0 : 1), scale.unit);
}

QString percentText(double share, int decimals) {
    const double percent = share * 100;
    if (share < 1 && rounded(percent, decimals) >= 100) {
        return withUnit(numberText(100 - std::pow(10.0, -decimals), decimals), "%");
    }
    return withUnit(numberText(percent, decimals), "%");
}

QString rateText(double perSecond) {
    const Scale scale = scaleOf(perSecond, 9'999.5);
    if (scale.factor == 1) {
        return small(perSecond) + "/s";
    }
    return withUnit(threeDigits(perSecond / scale.factor), scale.unit) + "/s";
}

QString latencyText(models::Duration latency) {
    const double milliseconds = static_cast<double>(latency.count()) / 1e6;
    if (rounded(std::abs(milliseconds), 0) < 1000) {
        return withUnit(small(milliseconds), "ms");
    }
    return withUnit(threeDigits(milliseconds / 1e3), "s");
}

QString durationText(models::Duration duration) {
    const double seconds = models::inSeconds(duration);
    const double size = std::abs(seconds);
    if (size > 0 && rounded(size, 1) < 0.1) {
        return latencyText(duration);
    }
    if (rounded(size, 1) < 10) {
        return withUnit(numberText(seconds, 1), "s");
    }
    const auto whole = static_cast<std::int64_t>(std::llround(size));
    const QString sign = seconds < 0 ? QString(minus) : QString();
    if (whole < 60) {
        return sign + withUnit(countText(whole), "s");
    }
    const bool hours = whole >= 3600;
    const std::int64_t major = hours ? whole / 3600 : whole / 60;
    const std::int64_t minor = hours ? whole % 3600 / 60 : whole % 60;
    const QString text = sign + withUnit(countText(major), hours ? "h" : "min");
    return minor == 0 ? text
                      : text + noBreakSpace + withUnit(countText(minor), hours ? "min" : "s");
}

QString clockText(models::Instant instant, int decimals) {
    std::int64_t unit = 1'000'000'000;
    for (int i = 0; i < decimals; ++i) {
        unit /= 10;
    }
    const std::int64_t perSecond = 1'000'000'000 / unit;
    const std::int64_t units = models::sinceStart(instant).count() / unit;
    const std::int64_t seconds = units / perSecond;
    const QChar zero('0');
    QString text =
        QString("%1:%2").arg(seconds / 60 % 60, 2, 10, zero).arg(seconds % 60, 2, 10, zero);
    if (seconds >= 3600) {
        text = QString::number(seconds / 3600) + ':' + text;
    }
    if (decimals > 0) {
        text += '.' + QString("%1").arg(units % perSecond, decimals, 10, zero);
    }
    return text;
}

QString secondsText(models::Duration duration) {
    return QString::number(std::max(0.0, models::inSeconds(duration)), 'f', 1) +
           QChar(QChar::Nbsp) + QChar('s');
}

QString requestsNeededText(double q, std::int64_t answered) {
    const std::int64_t needed = sim::requestsNeededFor(q, answered);
    if (needed == 0) {
        return {};
    }
    return QStringLiteral("p%1 –: %2 more %3 needed")
        .arg(q * 100)
        .arg(countText(needed),
             needed == 1 ? QStringLiteral("request") : QStringLiteral("requests"));
}

double secondsOf(models::Instant instant) {
    return models::inSeconds(models::sinceStart(instant));
}

}  // namespace app
