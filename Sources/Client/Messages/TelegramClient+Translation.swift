// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
public import FerogramMTSender
public import FerogramParsers
import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Translates messages (`messages.translateText`).
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers; any number of them, 20 are translated at a time.
    ///   - peer: The chat that they are in.
    ///   - language: The language, as ISO 639 code of two letters.
    /// - Returns: The texts, in the order of the numbers.
    /// - Throws: ``InvocationError``.
    public func translate(
        messages ids: [Int32], in peer: some PeerConvertible, to language: String
    ) async throws(InvocationError) -> [FormattedText] {
        let reference = try peer.peerReference
        var texts: [FormattedText] = []
        _ = try await core.inParts(ids, of: 20) { [core] part throws(InvocationError) in
            let answer = try await core.call(reference) {
                TL.messages.TranslateText(peer: $0, id: part, toLang: language)
            }
            texts += answer.result.map { FormattedText($0) }
            return part.count
        }
        return texts
    }

    /// Translates texts (`messages.translateText`).
    ///
    /// - Parameters:
    ///   - texts: The texts; up to 20.
    ///   - language: The language, as ISO 639 code of two letters.
    /// - Returns: The texts in that language.
    /// - Throws: ``InvocationError``.
    public func translate(
        _ texts: [FormattedText], to language: String
    ) async throws(InvocationError) -> [FormattedText] {
        guard texts.count <= 20 else {
            throw .invalidArgument(
                method: "messages.translateText", "\(texts.count) texts are too many; 20 are translated at a time")
        }
        return try await core.invoke(TL.messages.TranslateText(text: texts.map { $0.tl() }, toLang: language))
            .result.map { FormattedText($0) }
    }

    /// Translates rich messages (`messages.translateRichMessage`).
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers.
    ///   - peer: The chat that they are in.
    ///   - language: The language, as ISO 639 code of two letters.
    /// - Returns: The messages in that language, in the order of the numbers.
    /// - Throws: ``InvocationError``.
    public func translate(
        richMessages ids: [Int32], in peer: some PeerConvertible, to language: String
    ) async throws(InvocationError) -> [RichDocument] {
        try await core.call(peer) { TL.messages.TranslateRichMessage(peer: $0, id: ids, toLang: language) }
            .result.map { RichDocument($0.blocks) }
    }

    /// Sums up a message (`messages.summarizeText`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    ///   - language: The language of the summary, as ISO 639 code of two letters; `nil` for that of the message.
    /// - Returns: The summary.
    /// - Throws: ``InvocationError``.
    public func summary(
        ofMessage id: Int32, in peer: some PeerConvertible, language: String? = nil
    ) async throws(InvocationError) -> FormattedText {
        FormattedText(try await core.call(peer) { TL.messages.SummarizeText(peer: $0, id: id, toLang: language) })
    }

    /// Sets whether the account's programs offer to translate a chat (`messages.togglePeerTranslations`).
    ///
    /// - Parameters:
    ///   - isEnabled: Whether they do.
    ///   - peer: The chat.
    /// - Throws: ``InvocationError``.
    public func setTranslationOffered(
        _ isEnabled: Bool, in peer: some PeerConvertible
    ) async throws(InvocationError) {
        _ = try await core.call(peer) { TL.messages.TogglePeerTranslations(disabled: !isEnabled, peer: $0) }
    }

    /// Turns a voice message or a round video into text (`messages.transcribeAudio`).
    ///
    /// The text may grow: ``Transcription/isPending`` says so, and updates bring the rest.
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    /// - Returns: What there is of the text.
    /// - Throws: ``InvocationError``.
    public func transcribe(
        message id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) -> Transcription {
        Transcription(try await core.call(peer) { TL.messages.TranscribeAudio(peer: $0, msgID: id) })
    }

    /// Turns a voice message or a round video into text, and waits until all of it is there (`messages.transcribeAudio`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    ///   - timeout: How long it waits for the rest.
    /// - Returns: The text; still pending if the time was not enough.
    /// - Throws: ``InvocationError``.
    public func transcription(
        ofMessage id: Int32, in peer: some PeerConvertible, timeout: Duration = .seconds(60)
    ) async throws(InvocationError) -> Transcription {
        try await core.transcription(of: id, in: peer, timeout: timeout)
    }

    /// Says whether a transcription is good (`messages.rateTranscribedAudio`).
    ///
    /// - Parameters:
    ///   - transcription: The transcription.
    ///   - isGood: Whether it is.
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    /// - Throws: ``InvocationError``.
    public func rate(
        _ transcription: Transcription, isGood: Bool, ofMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) {
        _ = try await core.call(peer) {
            TL.messages.RateTranscribedAudio(
                peer: $0, msgID: id, transcriptionID: transcription.id, good: isGood)
        }
    }
}

/// What is said in a voice message or a round video.
public struct Transcription: Hashable, Sendable, Identifiable {
    /// The number of the transcription.
    public let id: Int64
    /// The text, as far as it is there.
    public internal(set) var text: String
    /// Whether there is more to come.
    public internal(set) var isPending: Bool
    /// How many transcriptions are left without Telegram Premium; `nil` if there is no limit.
    public let remainingTrials: Int?
    /// When there are more of them again.
    public let trialsReset: Date?

    init(_ raw: TL.messages.TranscribedAudio) {
        (id, text, isPending) = (raw.transcriptionID, raw.text, raw.pending)
        remainingTrials = raw.trialRemainsNum.map(Int.init)
        trialsReset = raw.trialRemainsUntilDate.map { Date(unixTime: $0) }
    }
}

extension ClientCore {
    /// How often the server is asked again: the updates go to the program, which may not be reading them.
    private static var transcriptionInterval: Duration { .seconds(1) }

    func transcription(
        of id: Int32, in peer: some PeerConvertible, timeout: Duration
    ) async throws(InvocationError) -> Transcription {
        let reference = try peer.peerReference
        let time = configuration.time
        let deadline = time.now() + timeout
        while true {
            let transcription = Transcription(
                try await call(reference) { TL.messages.TranscribeAudio(peer: $0, msgID: id) })
            let next = time.now() + Self.transcriptionInterval
            guard transcription.isPending, next <= deadline else { return transcription }
            do { try await time.sleep(next) } catch { throw .cancelled }
        }
    }
}
