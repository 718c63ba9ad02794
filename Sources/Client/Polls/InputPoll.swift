// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
import FerogramTLTypes
public import Foundation

/// A poll or a quiz to send.
public struct InputPoll: Sendable, Codable {
    /// What can be chosen.
    public struct Answer: Sendable, Codable, ExpressibleByStringLiteral {
        /// What it says, with custom emoji at most; 1 to 100 UTF-16 units.
        public var text: FormattedText
        /// A picture or the like beside it.
        public var media: InputMessageMedia?

        /// Creates an answer.
        ///
        /// - Parameters:
        ///   - text: What it says; 1 to 100 UTF-16 units.
        ///   - media: A picture or the like beside it.
        public init(_ text: FormattedText, media: InputMessageMedia? = nil) {
            (self.text, self.media) = (text, media)
        }

        /// Creates an answer.
        ///
        /// - Parameters:
        ///   - text: What it says as it is, without custom emoji; 1 to 100 UTF-16 units.
        ///   - media: A picture or the like beside it.
        public init(_ text: String, media: InputMessageMedia? = nil) {
            self.init(FormattedText(text), media: media)
        }

        /// Creates the value from a literal.
        public init(stringLiteral value: String) {
            self.init(FormattedText(value))
        }
    }

    /// When a poll closes by itself.
    public enum Closing: Hashable, Sendable, Codable {
        /// So long after it was sent; 5 seconds to ``ClientLimits/pollPeriod``.
        case after(Duration)
        /// At a time.
        case at(Date)
    }

    /// The question, with custom emoji at most; 1 to 255 UTF-16 units.
    public var question: FormattedText
    /// What can be chosen, 1 to 12 answers.
    public var answers: [Answer]
    /// A picture or the like beside the question.
    public var media: InputMessageMedia?
    /// For a quiz: the answers that are right, by their place from 0 on.
    public var correctAnswers: [Int]?
    /// For a quiz: what is shown after a wrong answer; up to 200 UTF-16 units.
    public var explanation: FormattedText?
    /// For a quiz: a picture or the like beside the explanation.
    public var explanationMedia: InputMessageMedia?
    /// Whether everybody sees who chose what.
    public var isPublic = false
    /// Whether several answers can be chosen.
    public var allowsSeveralAnswers = false
    /// Whether others may add answers.
    public var allowsNewAnswers = false
    /// Whether a vote is final.
    public var forbidsRevoting = false
    /// Whether each one sees the answers in another order.
    public var shufflesAnswers = false
    /// Whether the results are shown when the poll is closed, and not before.
    public var hidesResults = false
    /// Whether members of the channel alone may vote.
    public var isForSubscribers = false
    /// The countries whose people may vote, as ISO 3166 codes of two letters; empty for all.
    public var countries: [String] = []
    /// When it closes by itself.
    public var closing: Closing?

    /// Creates a poll.
    ///
    /// - Parameters:
    ///   - question: The question; 1 to 255 UTF-16 units.
    ///   - answers: What can be chosen, 1 to 12 answers.
    public init(_ question: FormattedText, answers: [Answer]) {
        (self.question, self.answers) = (question, answers)
    }

    /// Creates a quiz.
    ///
    /// - Parameters:
    ///   - question: The question; 1 to 255 UTF-16 units.
    ///   - answers: What can be chosen, 1 to 12 answers.
    ///   - correct: The answer that is right, by its place from 0 on.
    ///   - explanation: What is shown after a wrong answer; up to 200 UTF-16 units.
    public init(
        quiz question: FormattedText, answers: [Answer], correct: Int, explanation: FormattedText? = nil
    ) {
        self.init(question, answers: answers)
        (correctAnswers, self.explanation) = ([correct], explanation)
    }

    /// How long an explanation may be, in UTF-16 units; see core.telegram.org/constructor/inputMediaPoll.
    static let explanationLength = 200
    /// How soon a poll may close by itself, in seconds.
    private static let shortestPeriod: Int64 = 5

    /// Refuses what the server would refuse.
    func check(_ limits: ClientLimits, method: String) throws(InvocationError) {
        func refuse(_ text: String) -> InvocationError { .invalidArgument(method: method, text) }
        guard (1...limits.pollQuestionLength).contains(question.utf16Length) else {
            throw refuse(
                "the question has \(question.utf16Length) UTF-16 units, 1 to \(limits.pollQuestionLength) are allowed")
        }
        guard (1...limits.pollAnswers).contains(answers.count) else {
            throw refuse("the poll has \(answers.count) answers, 1 to \(limits.pollAnswers) are allowed")
        }
        for answer in answers where !(1...limits.pollAnswerLength).contains(answer.text.utf16Length) {
            throw refuse(
                "an answer has \(answer.text.utf16Length) UTF-16 units, 1 to \(limits.pollAnswerLength) are allowed")
        }
        if let correctAnswers {
            guard !correctAnswers.isEmpty, correctAnswers.allSatisfy(answers.indices.contains) else {
                throw refuse("a quiz names its right answers by their place, 0 to \(answers.count - 1)")
            }
            if correctAnswers.count > 1, !allowsSeveralAnswers {
                throw refuse("a quiz with several right answers must allow several answers")
            }
        }
        if let explanation, explanation.utf16Length > Self.explanationLength {
            throw refuse(
                "the explanation has \(explanation.utf16Length) UTF-16 units, \(Self.explanationLength) are allowed")
        }
        if case .after(let period) = closing {
            let range = Self.shortestPeriod...max(Self.shortestPeriod, Int64(limits.pollPeriod))
            guard range.contains(period.components.seconds) else {
                throw refuse(
                    "the poll closes after \(period.components.seconds) seconds, \(range.lowerBound) to "
                        + "\(range.upperBound) are allowed")
            }
        }
        if let country = countries.first(where: { $0.utf8.count != 2 || !$0.utf8.allSatisfy(Self.isLetter) }) {
            throw refuse("\(country.prefix(8)) is no ISO 3166 code of two letters")
        }
        if explanation != nil, correctAnswers == nil {
            throw refuse("only a quiz has an explanation; say which answers are right")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
    }
}
