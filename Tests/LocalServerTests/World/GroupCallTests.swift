// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// Group calls as chats show them; see core.telegram.org/api/group-calls.
final class GroupCallTests: XCTestCase {
    private var world = World(seed: 7, dataCenters: 1)
    private var ann: Int64 = 0
    private var bob: Int64 = 0

    override func setUp() async throws {
        world = World(seed: 7, dataCenters: 1)
        world.now = 1_800_000_000
        ann = try world.addPerson(phone: "9996610001", firstName: "Ann", dataCenter: 1).id
        bob = try world.addPerson(phone: "9996610002", firstName: "Bob", dataCenter: 1).id
    }

    private struct Told {
        var call: TL.GroupCall.GroupCall?
        var ended: TL.GroupCall.Discarded?
        var action: TL.MessageAction?
    }

    /// The call that updates show, and what their service message says.
    private func contents(_ updates: TL.Updates) -> Told {
        var told = Told()
        guard case .updates(let batch) = updates else { return told }
        for update in batch.updates {
            switch update {
            case .groupCall(let update):
                switch update.call {
                case .groupCall(let call): told.call = call
                case .discarded(let call): told.ended = call
                }
            case .newMessage(let new): if case .service(let message) = new.message { told.action = message.action }
            case .newChannelMessage(let new):
                if case .service(let message) = new.message { told.action = message.action }
            default: break
            }
        }
        return told
    }

    /// See core.telegram.org/method/phone.createGroupCall.
    func testAGroupCallIsStartedOnceByThoseWhoMayAndShownToAll() throws {
        let group = try world.createGroup("Talk", by: ann, with: [bob]).group
        let channel = try world.createChannel("Talks", isBroadcast: false, by: ann, with: [bob]).channel
        func start(_ id: Int32, at date: Int32? = nil, by actor: Int64, in number: Int64) throws -> TL.Updates {
            try world.startGroupCall(
                .init(peer: .empty, randomID: id, title: "Live", scheduleDate: date), in: number, by: actor,
                origin: nil)
        }
        assertRefused(.bad(.peerIDInvalid), try start(1, by: ann, in: bob))
        for number in [group.number, channel.number] {
            assertRefused(.bad(.chatAdminRequired), try start(1, by: bob, in: number))
            for date in [world.date + 9, world.date + 8 * 86_400 + 1] {
                assertRefused(.bad(.scheduleDateInvalid), try start(1, at: date, by: ann, in: number))
            }
            let date = number == channel.number ? world.date + 60 : nil
            _ = world.takePushes()
            let made = contents(try start(1, at: date, by: ann, in: number))
            XCTAssertEqual(made.call?.title, "Live")
            XCTAssertEqual(made.call?.scheduleDate, date)
            XCTAssertEqual(made.call?.creator, true)
            let heard = world.takePushes().filter { $0.account == bob }.map { contents($0.updates) }
            XCTAssertEqual(heard.compactMap { $0.call?.id }, [try XCTUnwrap(made.call?.id)])
            for action in [made.action] + heard.map({ $0.action }).filter({ $0 != nil }) {
                switch action {
                case .groupCall(let told)?:
                    XCTAssertTrue(
                        told.call.isEncodedEqual(to: world.chats[number].call?.input ?? .slug(.init(slug: ""))))
                case .groupCallScheduled(let told)?: XCTAssertEqual(told.scheduleDate, date)
                default: XCTFail("\(String(describing: action))")
                }
            }
            XCTAssertEqual(heard.count { $0.action != nil }, 1)
            // Whoever asks again is told of the same call; there is no second one.
            XCTAssertEqual(contents(try start(1, by: ann, in: number)).call?.id, made.call?.id)
            XCTAssertTrue(world.takePushes().isEmpty)
            assertRefused(.bad(.createCallFailed), try start(2, by: ann, in: number))
        }
        let chats = world.chats([group.number, channel.number], for: bob)
        XCTAssertEqual(
            chats.map { chat in
                switch chat {
                case .chat(let group): group.callActive
                case .channel(let channel): channel.callActive
                default: false
                }
            }, [true, true])
        XCTAssertNotNil(world.full(group, for: bob).call)
        XCTAssertNotNil(world.full(channel, for: bob).call)
    }

    /// See core.telegram.org/method/phone.discardGroupCall.
    func testAGroupCallIsEndedOnceByThoseWhoMayAndAllGetItsDuration() throws {
        let group = try world.createGroup("Talk", by: ann, with: [bob]).group.number
        let channel = try world.createChannel("Talks", isBroadcast: false, by: ann, with: [bob]).channel.number
        for (number, isAnnounced) in [(group, false), (channel, false), (channel, true)] {
            let date = isAnnounced ? world.date + 60 : nil
            _ = try world.startGroupCall(
                .init(peer: .empty, randomID: 1, scheduleDate: date), in: number, by: ann, origin: nil)
            let call = try XCTUnwrap(world.chats[number].call)
            let wrong = TL.InputGroupCall.inputGroupCall(.init(id: call.id, accessHash: ~call.accessHash))
            world.now += 30
            _ = world.takePushes()
            for input in [wrong, .inputGroupCall(.init(id: 1, accessHash: 1)), .slug(.init(slug: "x"))] {
                assertRefused(.bad(.groupcallInvalid), try world.endGroupCall(input, by: ann, origin: nil))
            }
            assertRefused(
                RPCFailure(403, .groupcallForbidden), try world.endGroupCall(call.input, by: bob, origin: nil))
            XCTAssertTrue(world.takePushes().isEmpty)
            let answer = contents(try world.endGroupCall(call.input, by: ann, origin: nil))
            let told = world.takePushes().filter { $0.account == bob }.map { contents($0.updates) }
            let duration: Int32 = isAnnounced ? 0 : 30
            XCTAssertEqual(([answer] + told).compactMap { $0.ended?.duration }, [duration, duration])
            XCTAssertEqual(([answer] + told).compactMap { $0.ended?.id }, [call.id, call.id])
            for action in [answer.action, told.compactMap(\.action).first] {
                guard case .groupCall(let action)? = action else { return XCTFail("\(String(describing: action))") }
                XCTAssertTrue(action.call.isEncodedEqual(to: call.input))
                XCTAssertEqual(action.duration, duration)
            }
            XCTAssertEqual(told.count { $0.action != nil }, 1)
            assertRefused(
                .bad(.groupcallAlreadyDiscarded), try world.endGroupCall(call.input, by: ann, origin: nil))
            XCTAssertTrue(world.takePushes().isEmpty)
            XCTAssertNil(world.chats[number].call)
        }
        guard case .discardGroupCall? = world.chats[channel].log.last?.action else {
            return XCTFail("it is not in the log")
        }
    }
}
