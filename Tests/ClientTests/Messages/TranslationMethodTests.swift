// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class TranslationMethodTests: XCTestCase {
    private static func audio(_ text: String, pending: Bool) -> TL.messages.TranscribedAudio {
        TL.messages.TranscribedAudio(pending: pending, transcriptionID: 8, text: text)
    }

    private static func texts(_ texts: String...) -> TL.messages.TranslatedText {
        TL.messages.TranslatedText(result: texts.map { .init(text: $0, entities: []) })
    }

    static let cases: [MethodCase] = [
        MethodCase(
            "translate, messages, 20 at a time",
            {
                let texts = try await $0.translate(messages: Array(1...21), in: Sample.user, to: "de")
                XCTAssertEqual(texts, ["eins", "zwei"])
            },
            sends: [
                TL.messages.TranslateText(peer: Sample.inputUser, id: Array(1...20), toLang: "de"),
                TL.messages.TranslateText(peer: Sample.inputUser, id: [21], toLang: "de"),
            ], answers: [texts("eins"), texts("zwei")]),
        MethodCase(
            "translate, texts", { _ = try await $0.translate(["one"], to: "de") },
            sends: [TL.messages.TranslateText(text: [.init(text: "one", entities: [])], toLang: "de")],
            answers: [texts("eins")]),
        MethodCase(
            "translate, too many texts",
            { _ = try await $0.translate(Array(repeating: "one", count: 21), to: "de") },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "translate, rich messages", { _ = try await $0.translate(richMessages: [3], in: Sample.user, to: "de") },
            sends: [TL.messages.TranslateRichMessage(peer: Sample.inputUser, id: [3], toLang: "de")],
            answers: [TL.messages.TranslatedRichMessage(result: [])]),
        MethodCase(
            "summary", { _ = try await $0.summary(ofMessage: 3, in: Sample.channel, language: "de") },
            sends: [TL.messages.SummarizeText(peer: Sample.inputChannelPeer, id: 3, toLang: "de")],
            answers: [TL.TextWithEntities(text: "kurz", entities: [])]),
        MethodCase(
            "setTranslationOffered", { try await $0.setTranslationOffered(false, in: Sample.channel) },
            sends: [TL.messages.TogglePeerTranslations(disabled: true, peer: Sample.inputChannelPeer)],
            answers: [true]),
        MethodCase(
            "transcribe",
            {
                let transcription = try await $0.transcribe(message: 3, in: Sample.user)
                XCTAssertTrue(transcription.isPending)
                try await $0.rate(transcription, isGood: true, ofMessage: 3, in: Sample.user)
            },
            sends: [
                TL.messages.TranscribeAudio(peer: Sample.inputUser, msgID: 3),
                TL.messages.RateTranscribedAudio(peer: Sample.inputUser, msgID: 3, transcriptionID: 8, good: true),
            ], answers: [audio("He", pending: true), true]),
        MethodCase(
            "rate",
            {
                try await $0.rate(
                    Transcription(audio("Hello", pending: false)), isGood: false, ofMessage: 3, in: Sample.user)
            },
            sends: [
                TL.messages.RateTranscribedAudio(peer: Sample.inputUser, msgID: 3, transcriptionID: 8, good: false)
            ], answers: [true]),
        MethodCase(
            "transcription, complete",
            {
                let transcription = try await $0.transcription(ofMessage: 3, in: Sample.user)
                XCTAssertEqual(transcription.text, "Hello")
            }, sends: [TL.messages.TranscribeAudio(peer: Sample.inputUser, msgID: 3)],
            answers: [audio("Hello", pending: false)]),
        MethodCase(
            "transcription, not complete in time",
            {
                let transcription = try await $0.transcription(ofMessage: 3, in: Sample.user, timeout: .zero)
                XCTAssertTrue(transcription.isPending)
            }, sends: [TL.messages.TranscribeAudio(peer: Sample.inputUser, msgID: 3)],
            answers: [audio("He", pending: true)]),
        MethodCase(
            "sendChatAction", { try await $0.sendChatAction(.uploadingPhoto(progress: 120), to: Sample.user) },
            sends: [TL.messages.SetTyping(peer: Sample.inputUser, action: .uploadPhoto(.init(progress: 100)))],
            answers: [true]),
        MethodCase(
            "withStreamingDraft", isBot: true,
            {
                try await $0.withStreamingDraft(in: Sample.user, canStop: true) { draft throws(InvocationError) in
                    try await draft.show("He")
                    // Too fast: passed over.
                    try await draft.show("Hel")
                    try await draft.show("Hello", isLast: true)
                }
            },
            sends: [
                TL.messages.SetTyping(
                    peer: Sample.inputUser,
                    action: .textDraft(.init(canStop: true, randomID: 1, text: .init(text: "He", entities: [])))),
                TL.messages.SetTyping(
                    peer: Sample.inputUser,
                    action: .textDraft(.init(canStop: true, randomID: 1, text: .init(text: "Hello", entities: [])))),
            ], answers: [true, true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }

    func testAChatActionIsShownUntilTheWorkIsDone() async throws {
        let invoker = RecordingInvoker([.value(true), .value(true), .value(true)])
        let (pauses, pause) = AsyncStream<Void>.makeStream()
        let client = try TelegramClient.scripted(
            invoker, knowing: (Sample.users, Sample.chats),
            sleep: { _ in
                pause.yield()
                // The first pause is over at once, the second one lasts until the work is done.
                if invoker.calls.count > 1 { try await Task.sleep(for: .seconds(3600)) }
            })
        let value = await client.withChatAction(.typing, in: Sample.supergroup, topic: 2) {
            var passed = pauses.makeAsyncIterator()
            await passed.next()
            await passed.next()
            return 5
        }
        XCTAssertEqual(value, 5)
        let typing = TL.messages.SetTyping(peer: Sample.inputSupergroup, topMsgID: 2, action: .typing)
        let end = TL.messages.SetTyping(peer: Sample.inputSupergroup, topMsgID: 2, action: .cancel)
        XCTAssertEqual(invoker.calls.map(\.bytes), try [typing, typing, end].map { try $0.encoded() })
    }

    func testAChatActionThatWasNotShownIsNotEnded() async throws {
        let refusal = RPCError(
            code: 403, message: "CHAT_WRITE_FORBIDDEN", method: "messages.setTyping", dataCenter: 2)
        let invoker = RecordingInvoker([.error(.rpc(refusal))])
        let client = try TelegramClient.scripted(invoker, knowing: (Sample.users, Sample.chats))
        await client.withChatAction(.typing, in: Sample.user) {
            while invoker.calls.isEmpty { await Task.yield() }
        }
        await client.withChatAction(.typing, in: "no peer at all") {}
        let typing = TL.messages.SetTyping(peer: Sample.inputUser, action: .typing)
        XCTAssertEqual(invoker.calls.map(\.bytes), [try typing.encoded()])
    }
}
