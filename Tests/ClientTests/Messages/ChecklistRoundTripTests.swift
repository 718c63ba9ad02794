// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTestSupport
import XCTest

/// Checklists between two clients.
final class ChecklistRoundTripTests: XCTestCase {
    func testBothSidesWorkOffAList() async throws {
        try await within {
            let local = try await LocalClients()
            let (ann, bob) = (
                try local.server.addPerson("ann", username: "annie"),
                try local.server.addPerson("bob", username: "bobby")
            )
            let (client, other) = (try await local.makeClient(of: ann), try await local.makeClient(of: bob))
            _ = try await other.resolve("@annie")
            try await bob.send("hello", to: ann)
            _ = try await client.resolve("@bobby")

            var list = InputChecklist("To do", items: [.init(id: 1, "eat"), .init(id: 2, "sleep")])
            (list.othersCanComplete, list.othersCanAdd) = (true, true)
            let message = try await client.sendMessage(to: bob.id, .checklist(list))
            let newest = try await other.history(of: "@annie").first(1)
            let seen = try XCTUnwrap(newest.first)
            XCTAssertEqual(seen.checklist?.items.map(\.title.text), ["eat", "sleep"])
            try await other.markChecklistItems(completed: [1], ofMessage: seen.id, in: "@annie")
            try await other.addChecklistItems([.init(id: 3, "wake")], toMessage: seen.id, in: "@annie")
            let now = try await message.refreshed()
            XCTAssertEqual(now?.checklist?.items.map(\.title.text), ["eat", "sleep", "wake"])
            XCTAssertEqual(now?.checklist?.items.map(\.completedBy), [.user(bob.id), nil, nil])
            let news = try await client.history(of: bob.id).first(2)
            XCTAssertEqual(news.map { $0.replyToMessageID }, [message.id, message.id])
            try await client.markChecklistItems(completed: [2], uncompleted: [1], ofMessage: message.id, in: bob.id)
            let after = try await seen.refreshed()
            XCTAssertEqual(after?.checklist?.items.map(\.completedBy), [nil, .user(ann.id), nil])

            // A list that belongs to its author alone.
            let own = InputChecklist("Mine", items: [.init(id: 1, "secret")])
            try await client.sendMessage(to: bob.id, .checklist(own))
            let latest = try await other.history(of: "@annie").first(1)
            let shown = try XCTUnwrap(latest.first)
            do {
                try await other.markChecklistItems(completed: [1], ofMessage: shown.id, in: "@annie")
                XCTFail("it is somebody else's list")
            } catch { XCTAssertTrue((error as? InvocationError)?.is(.messageAuthorRequired) == true, "\(error)") }
            await client.disconnect()
            await other.disconnect()
        }
    }
}
