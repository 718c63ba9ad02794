// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import FerogramTLTypes
import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

private enum Vote: CallbackData { case option(String) }

/// Messages that are stored, and sent in another run of the program.
final class StoredMessageTests: XCTestCase {
    private static let richMarkdown = "# Title\n\n- one\n- [x] two\n\n> so\n\n| a | b |\n|---|--:|\n| 1 | 2 |"

    /// What a message sends is what it sends when it comes back from JSON.
    func testStoredMessagesSendTheSame() async throws {
        var poll = InputPoll(quiz: .markdown("*What?*"), answers: ["a", "b"], correct: 1, explanation: .init("b"))
        (poll.closing, poll.countries) = (.after(.seconds(60)), ["DE"])
        var conditions = PeerRequest.GroupConditions()
        conditions.userRights = TL.ChatAdminRights(changeInfo: true)
        let all: [InputMessage] = [
            "plain", .markdown("**bold**").silent().protected().inTopic(7).effect(9).allowingPaidStars(5),
            try "x".sending(as: Sample.channel).replying(
                .message(4, in: Sample.user, quote: .init(.html("<i>so</i>"), offset: 3, isOptional: true))),
            "x".scheduledWhenOnline().repeating(every: .seconds(86_400)).inQuickReply(.name("hello")),
            "x".suggesting(.init(price: .stars(50), date: Date(timeIntervalSince1970: 2_000_000_000))),
            "x".linkPreview("https://a.b", size: .large, isAbove: true), "x".withoutLinkPreview(),
            .poll(poll), .dice(.darts), .stakedDice(.init(gameHash: "h", stake: 5, seed: [1])),
            "c".media(.contact(.init(phoneNumber: "+1", firstName: "Ann"))),
            "l".media(.liveLocation(.init(.init(latitude: 1, longitude: 2), period: .seconds(900)))),
            "v".media(.venue(.init(.init(latitude: 1, longitude: 2), title: "Bar", address: "Street"))),
            "t".media(.checklist(.init("Shop", ["Milk", "Bread"]))),
            "s".media(.story(3, peer: .id(Sample.user))),
            "r".media(.raw(.photoExternal(.init(url: "https://a.b/c.jpg")))),
            .rich(.blocks(RichDocument(markdown: Self.richMarkdown))),
            .rich(.html("<h1>x</h1>")),
            "k".keyboard(
                .inline([
                    [
                        .callback("c", data: "d", requiresPassword: true),
                        .login(
                            "l", url: "https://a.b", forwardText: "f", bot: .id(Sample.bot), requestsWriteAccess: true),
                    ],
                    [
                        .switchInline("s", in: .chat(of: [.channels])), .disabled("x").style(.danger, iconID: 7),
                        .init("r", .raw(.copy(.init(copyText: "y")))),
                    ],
                ])),
            "k".keyboard(
                .reply([
                    ["Yes", .requestPhone("Phone"), .requestPoll("Quiz", quiz: true)],
                    [.requestPeer("Group", PeerRequest(.group(conditions), id: 4))],
                ])), "k".keyboard(.remove), "k".keyboard(.forceReply(placeholder: "Say", isOneTime: true)),
        ]
        for message in all {
            let stored = try JSONEncoder().encode(message)
            let back = try JSONDecoder().decode(InputMessage.self, from: stored)
            let (first, second) = (try await call(of: message), try await call(of: back))
            XCTAssertEqual(first, second, String(decoding: stored, as: UTF8.self))
            XCTAssertEqual(try Self.plain(JSONEncoder().encode(back)), try Self.plain(stored))
        }
    }

    private static func plain(_ data: Data) throws -> NSDictionary? {
        try JSONSerialization.jsonObject(with: data) as? NSDictionary
    }

    private func call(of message: InputMessage) async throws -> [UInt8]? {
        let invoker = RecordingInvoker([.value(Sample.sent(3))])
        let client = try TelegramClient.scripted(invoker, knowing: (Sample.users, Sample.chats))
        _ = try await client.sendMessage(to: Sample.user, message)
        return invoker.calls.first?.bytes
    }

    func testFilesAreStoredAsWhereTheyAre() throws {
        let photo = TL.InputPhoto.inputPhoto(.init(id: 1, accessHash: 2, fileReference: [3]))
        for file in [
            InputFile(.path("/cat.jpg")), InputFile(.data([1, 2]), name: "a.bin"), InputFile(.url("https://a.b")),
            InputFile(.photo(photo), origin: .message(id: 4, chat: Sample.user)),
        ] {
            var attachment = FileAttachment(file, as: .video).spoiler().timeToLive(.seconds(9))
            (attachment.width, attachment.waveform) = (320, Waveform([1, 31]))
            let stored = try JSONEncoder().encode(InputMessage(.file(attachment)))
            let back = try JSONDecoder().decode(InputMessage.self, from: stored)
            guard case .file(let found) = back.media else { return XCTFail("no file") }
            XCTAssertEqual("\(found)", "\(attachment)")
        }
    }

    /// What cannot be there any more in another run is refused when it is stored.
    func testStreamsAndButtonsThatFailedAreNotStored() {
        let stream = InputFile.stream(AsyncStream<[UInt8]> { $0.finish() }, name: "a.bin", size: 4)
        XCTAssertThrowsError(try JSONEncoder().encode(InputMessage(.file(.document(stream))))) { error in
            guard case EncodingError.invalidValue(_, let context) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(context.debugDescription, "a stream cannot be stored")
        }
        let button = InlineButton.callback("x", Vote.option(String(repeating: "x", count: 65)))
        XCTAssertThrowsError(try JSONEncoder().encode(button)) { XCTAssertTrue($0 is CallbackDataError) }
    }

    /// A newer program adds options; what an older one stored says nothing about them.
    func testWhatIsLeftOutIsAsUsual() throws {
        let stored = Data(#"{"text":{"text":"Hi"},"isSilent":true}"#.utf8)
        let message = try JSONDecoder().decode(InputMessage.self, from: stored)
        XCTAssertEqual(message.text, "Hi")
        XCTAssertTrue(message.isSilent)
        XCTAssertFalse(message.isProtected)
        XCTAssertEqual(message.linkPreview, .automatic)
        let plain = try JSONEncoder().encode("Hi".inputMessage)
        XCTAssertEqual(String(decoding: plain, as: UTF8.self), #"{"text":{"text":"Hi"}}"#)
    }

    /// Damaged values are errors, and none of them traps.
    func testDamagedValuesAreErrors() throws {
        let whole = try JSONEncoder().encode("r".media(.raw(.photoExternal(.init(url: "https://a.b/c.jpg")))))
        var random = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            var bytes = [UInt8](whole)
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 32..<127, using: &random)
            _ = try? JSONDecoder().decode(InputMessage.self, from: Data(bytes))
        }
        XCTAssertThrowsError(
            try JSONDecoder().decode(InputMessage.self, from: Data(#"{"media":{"raw":{"_0":[1,2,3]}}}"#.utf8)))
    }
}
