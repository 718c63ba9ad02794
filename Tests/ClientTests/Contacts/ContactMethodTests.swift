// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import FerogramTLTypes
import XCTest

@testable import Ferogram

final class ContactMethodTests: XCTestCase {
    private static func contact(_ id: Int64) -> TL.InputContact {
        .init(clientID: id, phone: "+1555000\(id)", firstName: "P\(id)", lastName: "")
    }

    private static func found(_ own: [TL.Peer], _ others: [TL.Peer]) -> TL.contacts.Found {
        .init(myResults: own, results: others, chats: Sample.chats, users: Sample.users)
    }

    static let cases = [
        MethodCase(
            "contacts",
            {
                let found = try await $0.contacts()
                XCTAssertEqual(found.map(\.firstName), ["Ann"])
            },
            sends: [TL.contacts.GetContacts(hash: 0)],
            answers: [
                TL.contacts.Contacts.contacts(
                    .init(contacts: [.init(userID: 5, mutual: true)], savedCount: 0, users: Sample.users))
            ]),
        MethodCase(
            "addContact",
            {
                try await $0.addContact(
                    Sample.user, firstName: "Ann", lastName: "B", sharingPhone: true, note: "friend")
            },
            sends: [
                TL.contacts.AddContact(
                    addPhonePrivacyException: true, id: Sample.inputUserUser, firstName: "Ann", lastName: "B",
                    phone: "",
                    note: .init(text: "friend", entities: []))
            ], answers: [Sample.updates()]),
        MethodCase(
            "addContact, without a name", { try await $0.addContact(Sample.user, firstName: "") },
            fails: \.isInvalidArgument),
        MethodCase(
            "addContact, a channel", { try await $0.addContact(Sample.channel, firstName: "x") }, fails: \.isInvalidPeer
        ),
        MethodCase(
            "acceptContact", { try await $0.acceptContact(Sample.user) },
            sends: [TL.contacts.AcceptContact(id: Sample.inputUserUser)], answers: [Sample.updates()]),
        MethodCase(
            "deleteContacts", { try await $0.deleteContacts([Sample.user]) },
            sends: [TL.contacts.DeleteContacts(id: [Sample.inputUserUser])], answers: [Sample.updates()]),
        MethodCase(
            "deleteContacts, by phone", { try await $0.deleteContacts(phones: ["+15550001"]) },
            sends: [TL.contacts.DeleteByPhones(phones: ["+15550001"])], answers: [true]),
        MethodCase(
            "importContacts",
            {
                let imported = try await $0.importContacts(
                    (0..<3).map { PhoneContact(phone: "+1555000\($0)", firstName: "P\($0)") })
                XCTAssertEqual(imported.users.map { $0?.id }, [5, nil, 6])
                XCTAssertEqual(imported.popular, [1: 12])
                XCTAssertEqual(imported.failed, [1])
            },
            sends: [
                TL.contacts.ImportContacts(contacts: [contact(0), contact(1), contact(2)]),
                TL.contacts.ImportContacts(contacts: [contact(1), contact(2)]),
                TL.contacts.ImportContacts(contacts: [contact(1)]),
            ],
            answers: [
                TL.contacts.ImportedContacts(
                    imported: [.init(userID: 5, clientID: 0)], popularInvites: [.init(clientID: 1, importers: 12)],
                    retryContacts: [1, 2], users: Sample.users),
                TL.contacts.ImportedContacts(
                    imported: [.init(userID: 6, clientID: 2)], popularInvites: [], retryContacts: [1],
                    users: Sample.users),
                TL.contacts.ImportedContacts(imported: [], popularInvites: [], retryContacts: [1], users: []),
            ]),
        MethodCase(
            "contactStatuses",
            {
                let statuses = try await $0.contactStatuses()
                XCTAssertEqual(statuses, [5: .unknown])
            },
            sends: [TL.contacts.GetStatuses()], answers: [[TL.ContactStatus(userID: 5, status: .empty)]]),
        MethodCase(
            "contactBirthdays",
            {
                let found = try await $0.contactBirthdays()
                XCTAssertEqual(found.map(\.user?.firstName), ["Ann"])
            },
            sends: [TL.contacts.GetBirthdays()],
            answers: [
                TL.contacts.ContactBirthdays(
                    contacts: [.init(contactID: 5, birthday: .init(day: 1, month: 2))], users: Sample.users)
            ]),
        MethodCase(
            "savedContacts",
            {
                let found = try await $0.savedContacts()
                XCTAssertEqual(found.map(\.firstName), ["Ann"])
            },
            sends: [TL.contacts.GetSaved()],
            answers: [[TL.SavedContact(phone: "1", firstName: "Ann", lastName: "", date: 1)]]),
        MethodCase(
            "resetSavedContacts", { try await $0.resetSavedContacts() }, sends: [TL.contacts.ResetSaved()],
            answers: [true]),
        MethodCase(
            "setCloseFriends", { try await $0.setCloseFriends([Sample.user]) },
            sends: [TL.contacts.EditCloseFriends(id: [5])], answers: [true]),
        MethodCase(
            "setContactNote", { try await $0.setContactNote("note", of: Sample.user) },
            sends: [
                TL.contacts.UpdateContactNote(id: Sample.inputUserUser, note: .init(text: "note", entities: []))
            ], answers: [true]),
        MethodCase(
            "suggestBirthday", { try await $0.suggestBirthday(.init(day: 1, month: 2), to: Sample.user) },
            sends: [TL.users.SuggestBirthday(id: Sample.inputUserUser, birthday: .init(day: 1, month: 2))],
            answers: [Sample.updates()]),
        MethodCase(
            "contactLink",
            {
                let link = try await $0.contactLink()
                XCTAssertEqual(link.expires, 5)
            },
            sends: [TL.contacts.ExportContactToken()],
            answers: [TL.ExportedContactToken(url: "https://t.me/contact/x", expires: 5)]),
        MethodCase(
            "importContactToken",
            {
                let user = try await $0.importContactToken("x")
                XCTAssertEqual(user.firstName, "Ann")
            },
            sends: [TL.contacts.ImportContactToken(token: "x")], answers: [Sample.users[1]]),
        MethodCase(
            "searchContacts",
            {
                let found = try await $0.searchContacts("an", limit: 5)
                XCTAssertEqual(found.map(\.title), ["Ann", "Channel"])
            },
            sends: [TL.contacts.Search(q: "an", limit: 5)],
            answers: [found([Sample.user.tlPeer], [Sample.channel.tlPeer, Sample.user.tlPeer])]),
        MethodCase(
            "searchContacts, one's own",
            {
                let found = try await $0.searchContacts("an", localOnly: true)
                XCTAssertEqual(found.map(\.title), ["Ann"])
            },
            sends: [TL.contacts.Search(q: "an", limit: 50)],
            answers: [found([Sample.user.tlPeer], [Sample.channel.tlPeer])]),
        MethodCase(
            "block", { try await $0.block(Sample.user) }, sends: [TL.contacts.Block(id: Sample.inputUser)],
            answers: [true]),
        MethodCase(
            "block, stories", { try await $0.block(Sample.user, storiesOnly: true) },
            sends: [TL.contacts.Block(myStoriesFrom: true, id: Sample.inputUser)], answers: [true]),
        MethodCase(
            "unblock", { try await $0.unblock(Sample.channel) },
            sends: [TL.contacts.Unblock(id: Sample.inputChannelPeer)],
            answers: [true]),
        MethodCase(
            "blockedPeers",
            {
                let found = try await $0.blockedPeers(storiesOnly: true).collect()
                XCTAssertEqual(found.map(\.chat?.title), ["Ann"])
            },
            sends: [
                TL.contacts.GetBlocked(myStoriesFrom: true, offset: 0, limit: 100),
                TL.contacts.GetBlocked(myStoriesFrom: true, offset: 1, limit: 100),
            ],
            answers: [
                TL.contacts.Blocked.slice(
                    .init(
                        count: 1, blocked: [.init(peerID: Sample.user.tlPeer, date: 1)], chats: [], users: Sample.users)
                ),
                TL.contacts.Blocked.slice(.init(count: 1, blocked: [], chats: [], users: [])),
            ]),
        MethodCase(
            "setBlocked", { try await $0.setBlocked([Sample.user, "@news"]) },
            sends: [TL.contacts.SetBlocked(id: [Sample.inputUser, Sample.inputChannelPeer], limit: 100)],
            answers: [true]),
        MethodCase(
            "setBlocked, too many", { try await $0.setBlocked(Array(repeating: Sample.user, count: 101)) },
            fails: \.isInvalidArgument),
        MethodCase(
            "blockFromReplies", { try await $0.blockFromReplies(4, deletingHistory: true, reportingSpam: true) },
            sends: [TL.contacts.BlockFromReplies(deleteHistory: true, reportSpam: true, msgID: 4)],
            answers: [Sample.updates()]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
