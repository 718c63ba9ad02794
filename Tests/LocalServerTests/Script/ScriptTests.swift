// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What a test says to the server itself: prepared answers, pushes, and what its people expect.
final class ScriptTests: XCTestCase {
    private func start() async throws -> LocalServer {
        var configuration = LocalServerConfiguration()
        configuration.rsaKey = TestKey.rsa
        return try await LocalServer.start(configuration)
    }

    func testAPreparedAnswerStandsForTheMethodUntilItIsRemoved() async throws {
        let server = try await start()
        let ann = try server.addPerson("Ann")
        let client = try await LoopbackClient.connect(to: server)
        try await client.logIn(as: ann)
        let question = TL.stories.CanSendStory(peer: .peerSelf)
        await assertRefused(client, question, as: "METHOD_NOT_IMPLEMENTED")
        XCTAssertEqual(server.report().unimplemented, ["stories.canSendStory": 1])
        server.answer(TL.stories.CanSendStory.self) { request in
            guard case .peerSelf = request.peer else { throw RPCFailure(400, .peerIDInvalid) }
            return .init(countRemains: 7)
        }
        let answer = try await client.invoke(question)
        XCTAssertEqual(answer.countRemains, 7)
        server.refuse(TL.stories.CanSendStory.self, with: RPCFailure(400, .chatIDInvalid))
        await assertRefused(client, question, as: "CHAT_ID_INVALID")
        server.removeAnswer(TL.stories.CanSendStory.self)
        await assertRefused(client, question, as: "METHOD_NOT_IMPLEMENTED")
        client.close()
        server.stop()
    }

    private func assertRefused(
        _ client: LoopbackClient, _ function: some TLFunction, as name: String, line: UInt = #line
    ) async {
        do {
            _ = try await client.invoke(function)
            XCTFail("it was answered", line: line)
        } catch {
            XCTAssertTrue("\(error)".contains(name), "\(error)", line: line)
        }
    }

    func testAPushComesAsItIsWithThoseWhomItNames() async throws {
        let server = try await start()
        let (ann, bob) = (try server.addPerson("Ann"), try server.addPerson("Bob"))
        let client = try await LoopbackClient.connect(to: server)
        try await client.logIn(as: ann)
        _ = try await client.invoke(TL.updates.GetState())
        server.push(.userStatus(.init(userID: bob.id, status: .recently(.init()))), to: ann, naming: [bob])
        guard case .updates(let updates) = try await client.nextUpdates(),
            case .userStatus(let update)? = updates.updates.first
        else { return XCTFail("another update came") }
        XCTAssertEqual(update.userID, bob.id)
        XCTAssertEqual(updates.users.count, 1)
        client.close()
        server.stop()
    }

    func testPeopleExpectEditsAndDeletions() async throws {
        let server = try await start()
        let (ann, bob) = (try server.addPerson("Ann"), try server.addPerson("Bob"))
        let group = try await server.createSupergroup("Group", by: ann, with: [bob])
        for place: any LocalPeer in [bob, group] {
            let isPrivate = place.id == bob.id
            var sent = try await ann.send("one", to: place)
            let received = try await bob.expect(.text("one"), in: isPrivate ? nil : place)
            sent = try await ann.edit(sent, to: "two")
            let edited = try await bob.expectEdit(.text("two"), from: ann, in: isPrivate ? nil : place)
            XCTAssertEqual(edited.id, received.id)
            do {
                try await bob.expectEdit(in: isPrivate ? nil : place, within: .zero)
                XCTFail("the same edit was found twice")
            } catch LocalServerError.nothingCame(let expected, _) {
                XCTAssertEqual(expected, "an edit to any message")
            }
            do {
                try await bob.expectDeletion(of: received, within: .zero)
                XCTFail("it is there")
            } catch LocalServerError.nothingCame {}
            await ann.delete(sent)
            try await bob.expectDeletion(of: received)
        }
        server.stop()
    }

    func testAnAdminOfABasicGroupIsMadeByItsCreatorAndEverybodyLearnsOfIt() async throws {
        let server = try await start()
        let (ann, bob, eve) = (try server.addPerson("Ann"), try server.addPerson("Bob"), try server.addPerson("Eve"))
        let group = try await server.createGroup("Group", by: ann, with: [bob])
        let client = try await LoopbackClient.connect(to: server)
        try await client.logIn(as: bob)
        _ = try await client.invoke(TL.updates.GetState())
        try await group.add(eve, asAdmin: true)
        var admin: TL.Update.ChatParticipantAdmin?
        while admin == nil {
            guard case .updates(let updates) = try await client.nextUpdates() else { continue }
            for case .chatParticipantAdmin(let update) in updates.updates { admin = update }
        }
        XCTAssertEqual(admin?.userID, eve.id)
        XCTAssertEqual(admin?.isAdmin, true)
        let message = try await bob.send("?", to: group)
        let seen = try await eve.expect(.text("?"))
        await eve.delete(seen)
        try await bob.expectDeletion(of: message)
        client.close()
        server.stop()
    }
}
