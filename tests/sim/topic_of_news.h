// A topic that users publish to ten times a second, and one worker that consumes it, one message at
// a time. The network takes exactly 1 ms a message, so that each is in the topic at k x 0.1 s + 1
// ms.
#pragma once

#include <string>

namespace topic_test {

// `topic` and `consumer`: keys of the topic, and of what `worker` says of it.
inline std::string topicOfNews(const std::string& topic, const std::string& consumer,
                               const std::string& step, const std::string& rest = "") {
    return "watertight: 1\nname: topics\nrun: { duration: 10 s }\nnetwork: { latency: 1 ms }\n"
           "topics: { news: { " +
           topic +
           " } }\nservices:\n  worker:\n    concurrency: 1\n"
           "    consumes: { news: { endpoint: work, " +
           consumer + " } }\n    endpoints: { work: [ " + step +
           " ] }\njourneys:\n  users: { arrivals: constant(10/s), steps: [ { publish: news } ] "
           "}\n" +
           rest;
}

}  // namespace topic_test
