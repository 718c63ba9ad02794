// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

/// One method of the client: the calls that it makes, what it is answered, and what it throws.
///
///     MethodCase("pinMessage", { try await $0.pinMessage(7, in: Sample.channel) },
///         sends: [TL.messages.UpdatePinnedMessage(peer: Sample.inputChannel, id: 7)], answers: [Sample.updates()])
struct MethodCase: Sendable {
    /// The method's name without parameters, and what is special about the case: `"pinMessage, silently"`.
    let name: String
    let isBot: Bool
    let body: @Sendable (TelegramClient) async throws -> Void
    let sends: [any TLFunction]
    let answers: [RecordingInvoker.Answer]
    let fails: (@Sendable (InvocationError) -> Bool)?
    let line: UInt
    let file: StaticString

    /// A case that works.
    init(
        _ name: String, isBot: Bool = false, file: StaticString = #filePath, line: UInt = #line,
        _ body: @escaping @Sendable (TelegramClient) async throws -> Void, sends: [any TLFunction],
        answers: [any Sendable]
    ) {
        (self.name, self.isBot, self.body, self.sends, self.file, self.line) = (name, isBot, body, sends, file, line)
        self.answers = answers.map { answer in
            if let error = answer as? InvocationError { return .error(error) }
            return .value(answer)
        }
        fails = nil
    }

    /// A case that fails.
    init(
        _ name: String, isBot: Bool = false, file: StaticString = #filePath, line: UInt = #line,
        _ body: @escaping @Sendable (TelegramClient) async throws -> Void, sends: [any TLFunction] = [],
        answers: [any Sendable] = [], fails: @escaping @Sendable (InvocationError) -> Bool
    ) {
        (self.name, self.isBot, self.body, self.sends, self.file, self.line) = (name, isBot, body, sends, file, line)
        self.answers = answers.map { answer in
            if let error = answer as? InvocationError { return .error(error) }
            return .value(answer)
        }
        self.fails = fails
    }

    /// Makes the calls and compares them.
    func check() async throws {
        let invoker = RecordingInvoker(answers)
        let client = try TelegramClient.scripted(invoker, isBot: isBot, knowing: (Sample.users, Sample.chats))
        do {
            try await body(client)
            if fails != nil { XCTFail("\(name): nothing was thrown", file: file, line: line) }
        } catch let error as InvocationError {
            if fails?(error) != true { XCTFail("\(name): \(error)", file: file, line: line) }
        } catch {
            XCTFail("\(name): \(error)", file: file, line: line)
        }
        let calls = invoker.calls
        XCTAssertEqual(calls.count, sends.count, "\(name): the number of calls", file: file, line: line)
        for (call, expected) in zip(calls, sends) where try call.bytes != expected.encoded() {
            XCTFail(
                """
                \(name) sends another call:
                  \(call.function)
                  \(call.bytes.map { String($0, radix: 16) }.joined(separator: " "))
                than
                  \(expected)
                  \(try expected.encoded().map { String($0, radix: 16) }.joined(separator: " "))
                """, file: file, line: line)
        }
    }
}

extension InvocationError {
    /// The server's refusal, for an answer.
    static func refused(_ message: String, code: Int = 400) -> InvocationError {
        .rpc(RPCError(code: code, message: message, method: "test", dataCenter: 1))
    }

    /// Whether an argument was refused before anything was sent.
    var isInvalidArgument: Bool { if case .invalidArgument = self { true } else { false } }
}

/// Peers, messages and answers for cases; clients know the peers.
enum Sample {
    static let user = PeerID.user(5)
    static let inputUser = TL.InputPeer.user(.init(userID: 5, accessHash: 50))
    static let bot = PeerID.user(6)
    static let inputBot = TL.InputPeer.user(.init(userID: 6, accessHash: 60))
    static let group = PeerID.chat(7)
    static let inputGroup = TL.InputPeer.chat(.init(chatID: 7))
    static let supergroup = PeerID.channel(8)
    static let inputSupergroup = TL.InputPeer.channel(.init(channelID: 8, accessHash: 80))
    static let channel = PeerID.channel(9)
    static let inputChannelPeer = TL.InputPeer.channel(.init(channelID: 9, accessHash: 90))
    static let inputChannel = TL.InputChannel.inputChannel(.init(channelID: 9, accessHash: 90))
    static let inputSupergroupChannel = TL.InputChannel.inputChannel(.init(channelID: 8, accessHash: 80))

    static let users: [TL.User] = [
        .user(.init(isSelf: true, id: 1, accessHash: 10, firstName: "Me")),
        .user(.init(id: 5, accessHash: 50, firstName: "Ann", username: "ann")),
        .user(.init(bot: true, id: 6, accessHash: 60, firstName: "Bot", username: "some_bot", botInfoVersion: 1)),
    ]

    static let chats: [TL.Chat] = [
        .chat(
            .init(id: 7, title: "Group", photo: .empty, participantsCount: 2, date: 1, version: 1)),
        .channel(.init(megagroup: true, id: 8, accessHash: 80, title: "Supergroup", photo: .empty, date: 1)),
        .channel(
            .init(broadcast: true, id: 9, accessHash: 90, title: "Channel", username: "news", photo: .empty, date: 1)),
    ]

    /// The answer of a call that changes something.
    static func updates(_ updates: TL.Update...) -> TL.Updates {
        .updates(.init(updates: updates, users: users, chats: chats, date: 1, seq: 0))
    }

    /// A message as the server gives it.
    static func message(
        _ id: Int32, in chat: PeerID = user, from sender: PeerID? = nil, _ text: String = "text", out: Bool = true
    ) -> TL.Message {
        .message(
            .init(
                out: out, id: id, fromID: sender?.tlPeer, peerID: chat.tlPeer, date: 1, message: text))
    }

    /// The answer of a call that sends a message.
    static func sent(_ id: Int32, randomID: Int64 = 1, in chat: PeerID = user, _ text: String = "text") -> TL.Updates {
        let message = message(id, in: chat, text)
        let new: TL.Update =
            if case .channel = chat {
                .newChannelMessage(.init(message: message, pts: 1, ptsCount: 1))
            } else {
                .newMessage(.init(message: message, pts: 1, ptsCount: 1))
            }
        return updates(.messageID(.init(id: id, randomID: randomID)), new)
    }

    /// How many events a call made.
    static let affected = TL.messages.AffectedMessages(pts: 1, ptsCount: 1)
    static let affectedHistory = TL.messages.AffectedHistory(pts: 1, ptsCount: 1, offset: 0)
}
