// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension LocalServer {
    /// Sets what is at a web address.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - url: The address, as texts have it.
    public func setWebPage(_ page: TL.WebPage, at url: String) {
        core.perform { $0.world.messageState.webPages[url] = page }
    }

    /// Sets what a text is in another language; texts of which that is not known stay as they are.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - language: The language, as a code of two letters.
    ///   - translation: The text in that language.
    public func setTranslation(of text: String, to language: String, as translation: String) {
        core.perform { $0.world.messageState.translations[language, default: [:]][text] = translation }
    }

    /// Sets what a text is in short.
    ///
    /// - Parameters:
    ///   - text: The text of a message.
    ///   - summary: The text in short.
    public func setSummary(of text: String, as summary: String) {
        core.perform { $0.world.messageState.summaries[text] = summary }
    }

    /// What was reported so far: the reasons that were chosen, each with what was said in words.
    public var reports: [(reason: String, comment: String)] {
        core.perform { $0.world.messageState.reports.map { ($0.reason, $0.comment) } }
    }

    /// Sets what is said in a message: who asks gets one step more each time.
    ///
    /// - Parameters:
    ///   - message: The message, as somebody has it.
    ///   - person: Who has it.
    ///   - steps: The text as it grows; the last one is complete.
    /// - Throws: ``RPCFailure`` if there is no such message.
    public func setTranscription(of message: LocalMessage, seenBy person: LocalPerson, _ steps: String...) throws {
        let account = person.id
        try core.perform { engine throws(RPCFailure) in
            let stored = try engine.world.message(message.id, in: message.peer, of: account)
            engine.world.messageState.transcriptions[stored.sharedID] = steps
        }
    }
}
