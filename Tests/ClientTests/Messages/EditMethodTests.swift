// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class EditMethodTests: XCTestCase {
    private static let inline = TL.InputBotInlineMessageID.id64(.init(dcID: 4, ownerID: 1, id: 2, accessHash: 3))

    private static func edited(_ id: Int32, in chat: PeerID = Sample.user) -> TL.Updates {
        Sample.updates(.editMessage(.init(message: Sample.message(id, in: chat), pts: 1, ptsCount: 1)))
    }

    static let cases: [MethodCase] = [
        MethodCase(
            "editMessage",
            {
                let message = try await $0.editMessage(3, in: Sample.user, to: .html("<b>New</b>"))
                XCTAssertEqual(message.id, 3)
            },
            sends: [
                TL.messages.EditMessage(
                    peer: Sample.inputUser, id: 3, message: "New", entities: [.bold(.init(offset: 0, length: 3))])
            ], answers: [edited(3)]),
        MethodCase(
            "editMessage, with buttons and without a preview",
            {
                _ = try await $0.editMessage(
                    3, in: Sample.user,
                    to: "New".withoutLinkPreview().keyboard(.inline([[.callback("Yes", data: "y")]])))
            },
            sends: [
                TL.messages.EditMessage(
                    noWebpage: true, peer: Sample.inputUser, id: 3, message: "New",
                    replyMarkup: .inline(
                        .init(rows: [
                            .init(buttons: [
                                .init(text: "Yes", type: .callback(.init(data: Array("y".utf8))))
                            ])
                        ])))
            ], answers: [edited(3)]),
        MethodCase(
            "editMessage, an attachment",
            { _ = try await $0.editMessage(3, in: Sample.user, to: "Look".media(.dice(.dice))) },
            sends: [
                TL.messages.EditMessage(
                    peer: Sample.inputUser, id: 3, message: "Look", media: .dice(.init(emoticon: "🎲")))
            ], answers: [edited(3)]),
        MethodCase(
            "editMessage, rich", { _ = try await $0.editMessage(3, in: Sample.user, to: .rich(.html("<hr>"))) },
            sends: [
                TL.messages.EditMessage(
                    peer: Sample.inputUser, id: 3, richMessage: .html(.init(html: "<hr>")))
            ], answers: [edited(3)]),
        MethodCase(
            "editMessage, unchanged, allowed",
            {
                let message = try await $0.editMessage(3, in: Sample.user, to: "text", allowsUnchanged: true)
                XCTAssertEqual(message.id, 3)
            },
            sends: [
                TL.messages.EditMessage(peer: Sample.inputUser, id: 3, message: "text"),
                TL.messages.GetMessages(id: [.id(.init(id: 3))]),
            ], answers: [InvocationError.refused("MESSAGE_NOT_MODIFIED"), Sample.found(3)]),
        MethodCase(
            "editMessage, unchanged",
            { _ = try await $0.editMessage(3, in: Sample.user, to: "text") },
            sends: [TL.messages.EditMessage(peer: Sample.inputUser, id: 3, message: "text")],
            answers: [InvocationError.refused("MESSAGE_NOT_MODIFIED")], fails: { $0.is(.messageNotModified) }),
        MethodCase(
            "editKeyboard",
            { _ = try await $0.editKeyboard(ofMessage: 3, in: Sample.user, to: nil) },
            sends: [TL.messages.EditMessage(peer: Sample.inputUser, id: 3)], answers: [edited(3)]),
        MethodCase(
            "editInlineMessage", isBot: true, { try await $0.editInlineMessage(InlineMessageID(inline), to: "New") },
            sends: [TL.messages.EditInlineBotMessage(id: inline, message: "New")], answers: [true]),
        MethodCase(
            "reschedule", { _ = try await $0.reschedule(message: 3, in: Sample.user, to: .whenOnline) },
            sends: [TL.messages.EditMessage(peer: Sample.inputUser, id: 3, scheduleDate: 0x7FFF_FFFE)],
            answers: [Sample.updates(.newScheduledMessage(.init(message: Sample.message(3))))]),
        MethodCase(
            "updateLiveLocation",
            {
                _ = try await $0.updateLiveLocation(
                    ofMessage: 3, in: Sample.user, to: .init(.init(latitude: 1, longitude: 2), heading: 5))
            },
            sends: [
                TL.messages.EditMessage(
                    peer: Sample.inputUser, id: 3,
                    media: .geoLive(.init(geoPoint: .inputGeoPoint(.init(lat: 1, long: 2)), heading: 5)))
            ], answers: [edited(3)]),
        MethodCase(
            "stopLiveLocation", { _ = try await $0.stopLiveLocation(ofMessage: 3, in: Sample.user) },
            sends: [
                TL.messages.EditMessage(
                    peer: Sample.inputUser, id: 3, media: .geoLive(.init(stopped: true, geoPoint: .empty)))
            ], answers: [edited(3)]),
        MethodCase(
            "editsCaption",
            {
                let isCaption = try await $0.editsCaption(ofMessage: 3, in: Sample.user)
                XCTAssertTrue(isCaption)
            }, sends: [TL.messages.GetMessageEditData(peer: Sample.inputUser, id: 3)],
            answers: [TL.messages.MessageEditData(caption: true)]),
        MethodCase(
            "addChecklistItems",
            { try await $0.addChecklistItems([.init(id: 3, "Eggs")], toMessage: 3, in: Sample.user) },
            sends: [
                TL.messages.AppendTodoList(
                    peer: Sample.inputUser, msgID: 3, list: [.init(id: 3, title: .init(text: "Eggs", entities: []))])
            ], answers: [Sample.updates()]),
        MethodCase(
            "markChecklistItems",
            {
                try await $0.markChecklistItems(
                    completed: [1], uncompleted: [2], ofMessage: 3, in: Sample.user)
            },
            sends: [
                TL.messages.ToggleTodoCompleted(peer: Sample.inputUser, msgID: 3, completed: [1], incompleted: [2])
            ], answers: [Sample.updates()]),
        MethodCase(
            "approveSuggestedPost",
            {
                try await $0.approveSuggestedPost(
                    3, in: Sample.supergroup, publishing: Date(timeIntervalSince1970: 9))
            },
            sends: [
                TL.messages.ToggleSuggestedPostApproval(peer: Sample.inputSupergroup, msgID: 3, scheduleDate: 9)
            ], answers: [Sample.updates()]),
        MethodCase(
            "declineSuggestedPost",
            { try await $0.declineSuggestedPost(3, in: Sample.supergroup, comment: "No") },
            sends: [
                TL.messages.ToggleSuggestedPostApproval(
                    reject: true, peer: Sample.inputSupergroup, msgID: 3, rejectComment: "No")
            ], answers: [Sample.updates()]),
    ]

    func testInlineMessagesAreChangedWhereTheyAre() async throws {
        let invoker = RecordingInvoker([.value(true)])
        let client = try TelegramClient.scripted(invoker, isBot: true)
        try await client.editInlineMessage(InlineMessageID(Self.inline), to: "New")
        XCTAssertEqual(invoker.calls.map(\.destination), [.dataCenter(4)])
    }

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
