#include "models/io/text_scanner.h"

namespace models {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

void TextScanner::skipBlanks() {
    while (!m_rest.empty() && (m_rest[0] == ' ' || m_rest[0] == '\t' || m_rest[0] == '\n')) {
        m_rest.remove_prefix(1);
    }
}

std::string_view TextScanner::take(std::size_t count) {
    const std::string_view taken = m_rest.substr(0, count);
    m_rest.remove_prefix(taken.size());
    return taken;
}

bool TextScanner::atEnd() {
    skipBlanks();
    return m_rest.empty();
}

bool TextScanner::accept(char sign) {
    skipBlanks();
    if (m_rest.empty() || m_rest[0] != sign) {
        return false;
    }
    m_rest.remove_prefix(1);
    return true;
}

std::string_view TextScanner::word() {
    skipBlanks();
    if (m_rest.empty() || !isLetter(m_rest[0])) {
        return {};
    }
    std::size_t size = 1;
    while (size < m_rest.size() && (isLetter(m_rest[size]) || isDigit(m_rest[size]) ||
                                    m_rest[size] == '-' || m_rest[size] == '_')) {
        ++size;
    }
    return take(size);
}

bool TextScanner::acceptWord(std::string_view wanted) {
    const std::string_view before = m_rest;
    if (word() == wanted) {
        return true;
    }
    m_rest = before;
    return false;
}

std::string_view TextScanner::decimal() {
    skipBlanks();
    std::size_t size = 0;
    while (size < m_rest.size() && isDigit(m_rest[size])) {
        ++size;
    }
    if (size > 0 && size + 1 < m_rest.size() && m_rest[size] == '.' && isDigit(m_rest[size + 1])) {
        ++size;
        while (size < m_rest.size() && isDigit(m_rest[size])) {
            ++size;
        }
    }
    return take(size);
}

std::string_view TextScanner::upTo(char sign) {
    return take(m_rest.find(sign));
}

}  // namespace models
