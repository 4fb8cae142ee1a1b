// Our own sources as the house rules see them: which files there are, and their text without
// comments and literals.
#pragma once

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace house {

struct SourceFile {
    std::string path;  // from the repository's root: "sim/engine/event.h"
    std::string text;
};

// What breaks a rule, as compilers say it: "sim/engine/event.h:3: ...".
using Violations = std::vector<std::string>;

inline bool isIn(std::string_view path, std::string_view folder) {
    return path.starts_with(folder);
}

inline std::string at(std::string_view path, std::size_t line, std::string_view message) {
    std::string text(path);
    return text.append(":").append(std::to_string(line)).append(": ").append(message);
}

inline std::size_t lineOf(std::string_view text, std::size_t offset) {
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

inline std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

inline bool hasExtension(const std::filesystem::path& file,
                         const std::vector<std::string>& extensions) {
    return std::ranges::find(extensions, file.extension().string()) != extensions.end();
}

// All files of these extensions under these folders, in order of path.
inline std::vector<SourceFile> sourceFiles(const std::filesystem::path& root,
                                           const std::vector<std::string>& folders,
                                           const std::vector<std::string>& extensions) {
    std::vector<SourceFile> files;
    for (const std::string& folder : folders) {
        if (!std::filesystem::exists(root / folder)) {
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            if (entry.is_regular_file() && hasExtension(entry.path(), extensions)) {
                std::ifstream stream(entry.path(), std::ios::binary);
                std::stringstream text;
                text << stream.rdbuf();
                files.push_back(
                    {entry.path().lexically_relative(root).generic_string(), text.str()});
            }
        }
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

// Walks over C++ and blanks out comments and, if asked, the insides of literals. Line breaks stay,
// so that lines keep their numbers.
class Blanker {
  public:
    enum class Literals { Kept, Blanked };

    Blanker(const std::string& text, Literals literals) : m_text(text), m_literals(literals) {}

    std::string run() {
        while (m_at < m_text.size()) {
            if (follows("//")) {
                blankUntil(m_text.find('\n', m_at));
            } else if (follows("/*")) {
                blankUntil(past("*/", m_at + 2));
            } else if (follows("R\"") && !afterWord()) {
                const std::size_t open = m_text.find('(', m_at);
                const std::string close = ")" + m_text.substr(m_at + 2, open - m_at - 2) + "\"";
                literalUntil(past(close, open));
            } else if (m_text[m_at] == '"' || (m_text[m_at] == '\'' && !afterWord())) {
                literalUntil(endOfLiteral());
            } else {
                m_result += m_text[m_at++];
            }
        }
        return std::move(m_result);
    }

  private:
    bool follows(std::string_view what) const {
        return std::string_view(m_text).substr(m_at).starts_with(what);
    }
    // 5'000'000 has no literals in it.
    bool afterWord() const {
        const auto before = static_cast<unsigned char>(m_at == 0 ? ' ' : m_text[m_at - 1]);
        return std::isalnum(before) != 0 || before == '_';
    }
    std::size_t past(std::string_view what, std::size_t from) const {
        const std::size_t found = m_text.find(what, from);
        return found == std::string::npos ? found : found + what.size();
    }
    std::size_t endOfLiteral() const {
        std::size_t end = m_at + 1;
        while (end < m_text.size() && m_text[end] != m_text[m_at] && m_text[end] != '\n') {
            end += m_text[end] == '\\' ? 2 : 1;
        }
        return end + 1;
    }
    void blankUntil(std::size_t end) {
        for (end = std::min(end, m_text.size()); m_at < end; ++m_at) {
            m_result += m_text[m_at] == '\n' ? '\n' : ' ';
        }
    }
    void literalUntil(std::size_t end) {
        end = std::min(end, m_text.size());
        if (m_literals == Literals::Kept) {
            m_result.append(m_text, m_at, end - m_at);
            m_at = end;
        } else {
            blankUntil(end);
        }
    }

    const std::string& m_text;
    Literals m_literals;
    std::size_t m_at = 0;
    std::string m_result;
};

inline std::string withoutComments(const std::string& text) {
    return Blanker(text, Blanker::Literals::Kept).run();
}

inline std::string codeOnly(const std::string& text) {
    return Blanker(text, Blanker::Literals::Blanked).run();
}

struct Include {
    std::string name;
    bool isQuoted = false;
    std::size_t line = 0;
};

inline std::vector<Include> includesOf(const std::string& text) {
    static const std::regex pattern(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
    std::vector<Include> includes;
    const std::vector<std::string> lines = linesOf(withoutComments(text));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (std::smatch match; std::regex_search(lines[i], match, pattern)) {
            includes.push_back({match[2], match[1] == "\"", i + 1});
        }
    }
    return includes;
}

inline std::string joined(const Violations& violations) {
    std::string all;
    for (const std::string& each : violations) {
        all.append(all.empty() ? "" : "\n").append(each);
    }
    return all;
}

}  // namespace house
