// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Sends polls and quizzes.
@main
enum PollBotMain {
    static func main() async {
        await Example.runBot("poll", makeDispatcher) { script in
            let ann = script.ann
            for command in ["/poll", "/quiz", "/multi", "/timed"] {
                guard let message = try await ann.say(command) else { continue }
                if command == "/multi" {
                    try await ann.person.vote(0, 2, in: message)
                } else {
                    try await ann.person.vote(0, in: message)
                }
                script.show(message)
            }
        }
    }

    static func makeDispatcher() -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.command("start")) { message in
            try await message.respond("/poll, /quiz, /multi or /timed")
        }
        dispatcher.onMessage(.command("poll")) { message in
            try await message.respond(.poll(InputPoll("Tea or coffee?", answers: ["Tea", "Coffee"])))
        }
        dispatcher.onMessage(.command("quiz")) { message in
            try await message.respond(
                .poll(
                    InputPoll(
                        quiz: "How many bytes may the data of a button have?", answers: ["32", "64", "128"], correct: 1,
                        explanation: "From 1 to 64.")))
        }
        dispatcher.onMessage(.command("multi")) { message in
            var poll = InputPoll("Which days suit you?", answers: ["Monday", "Tuesday", "Wednesday"])
            poll.allowsSeveralAnswers = true
            try await message.respond(.poll(poll))
        }
        dispatcher.onMessage(.command("timed")) { message in
            var poll = InputPoll("Quick: yes or no?", answers: ["Yes", "No"])
            poll.closing = .after(.seconds(60))
            try await message.respond(.poll(poll))
        }
        return dispatcher
    }
}

extension BotScript {
    /// Shows a poll as the person sees it.
    fileprivate func show(_ message: LocalMessage) {
        guard let (poll, results) = ann.person.poll(in: message) else { return }
        let limit = poll.closePeriod.map { " (\($0) s)" } ?? ""
        Example.say("     \(poll.question.text)\(poll.quiz ? " (a quiz)" : "")\(limit)")
        for result in results.results ?? [] {
            let answer = poll.answers.lazy.compactMap { answer in
                if case .pollAnswer(let answer) = answer { answer } else { nil }
            }.first { $0.option == result.option }
            let marks = (result.chosen ? " ← Ann" : "") + (result.correct ? " (right)" : "")
            Example.say("     \(result.voters ?? 0) × \(answer?.text.text ?? "?")\(marks)")
        }
        if let solution = results.solution { Example.say("     Explanation: \(solution)") }
    }
}
