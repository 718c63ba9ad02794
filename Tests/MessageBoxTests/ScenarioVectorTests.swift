// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Sequences of events with what must become of each, from core.telegram.org/api/updates.
final class ScenarioVectorTests: XCTestCase {
    private struct Vectors: Decodable {
        let vectors: [Vector]
    }

    private struct Vector: Decodable {
        struct Local: Decodable {
            let pts: Int32?
            let seq: Int32?
            let getting_difference: Bool?
        }

        struct Part: Decodable {
            let type: String
            let pts: Int32
            let pts_count: Int32
        }

        struct Event: Decodable {
            enum CodingKeys: String, CodingKey {
                case at_ms, pts, pts_count, seq_start, seq, type, response, timer, final, batch, expect, local_after
                case dialogPts = "dialog.pts"
            }

            let at_ms: Int64?
            let pts: Int32?
            let pts_count: Int32?
            let seq_start: Int32?
            let seq: Int32?
            let type: String?
            let response: String?
            let timer: Bool?
            let final: Bool?
            let batch: [Part]?
            let dialogPts: Int32?
            let expect: String
            let local_after: Int32
        }

        let name: String
        let box: String
        let local: Local
        let events: [Event]
    }

    func testAllScenarios() throws {
        let vectors = try VectorFile.read(Vectors.self, "updates_scenarios", bundle: Bundle.module.bundlePath).vectors
        XCTAssertEqual(vectors.count, 17)
        for vector in vectors { try run(vector) }
    }

    private func run(_ vector: Vector) throws {
        let channels: [Int64: Int32]? = vector.box == "channel" ? vector.local.pts.map { [5: $0] } : nil
        var harness = BoxHarness(
            pts: vector.box == "common" ? vector.local.pts ?? 0 : 1, seq: vector.local.seq ?? 0,
            channels: channels ?? [:])
        if vector.local.getting_difference == true {
            harness.box.requestDifference(channelID: 5)
            XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 10))
        }
        for (index, event) in vector.events.enumerated() {
            let place = "\(vector.name), event \(index): \(event.expect)"
            harness.milliseconds = event.at_ms ?? harness.milliseconds
            if let response = event.response {
                try answer(response, event, vector, &harness, place)
            } else {
                push(event, vector, &harness, place)
            }
            let state = harness.box.state
            let local: Int32? =
                switch vector.box {
                case "common": state.account?.pts
                case "channel": state.channels[5]
                default: state.account?.seq
                }
            XCTAssertEqual(local, event.local_after, place)
        }
    }

    private func push(_ event: Vector.Event, _ vector: Vector, _ harness: inout BoxHarness, _ place: String) {
        let common = DifferenceRequest.difference(pts: max(1, event.local_after), qts: 0, date: 1)
        if event.timer == true { return XCTAssertEqual(harness.request(), common, place) }
        switch event.type {
        case "updatesTooLong":
            harness.box.receive(.tooLong, at: harness.now)
            return XCTAssertEqual(harness.request(), common, place)
        case "new_session_created":
            harness.box.requestDifference()
            return XCTAssertEqual(harness.request(), common, place)
        default: break
        }
        let delivered: [String]
        if let batch = event.batch {
            let updates = batch.map { part in
                part.type == "updateReadChannelInbox"
                    ? BoxHarness.read(1, pts: part.pts) : BoxHarness.post(1, pts: part.pts, count: part.pts_count)
            }
            harness.box.receive(
                .updates(.init(updates: updates, users: [], chats: [], date: 1, seq: 0)), at: harness.now)
            delivered = harness.delivered()
        } else if let start = event.seq_start, let seq = event.seq {
            harness.box.receive(
                .combined(
                    .init(updates: [BoxHarness.phone(1)], users: [], chats: [], date: 7, seqStart: start, seq: seq)),
                at: harness.now)
            delivered = harness.delivered()
        } else {
            let pts = event.pts ?? 0
            let count = event.pts_count ?? 0
            let isMark = count == 0
            let update =
                vector.box == "common"
                ? BoxHarness.message(1, pts: pts, count: count)
                : isMark ? BoxHarness.read(1, pts: pts) : BoxHarness.post(1, pts: pts, count: count)
            delivered = harness.receive(update)
        }
        switch event.expect.prefix(while: { $0 != " " && $0 != "," && $0 != ";" }) {
        case "apply", "accept", "deliver":
            XCTAssertEqual(delivered.count, event.expect.contains("buffered") ? 2 : 1, place)
            XCTAssertNil(harness.request(), place)
        case "sort": XCTAssertEqual(delivered, ["channel message 1", "read 1"], place)
        case "ignore": XCTAssertEqual(delivered, [], place)
        case "buffer", "postpone", "gap":
            XCTAssertEqual(delivered, [], place)
            XCTAssertEqual(harness.box.postponedUpdateCount, 1, place)
            XCTAssertNil(harness.request(), place)
        case "TDLib:":
            XCTAssertEqual(delivered, [], place)
            XCTAssertEqual(harness.request(), common, place)
        default: XCTFail("not understood: \(place)")
        }
    }

    private func answer(
        _ response: String, _ event: Vector.Event, _ vector: Vector, _ harness: inout BoxHarness, _ place: String
    ) throws {
        if harness.box.isUpToDate {
            if vector.box == "common" {
                harness.box.requestDifference()
            } else {
                harness.box.requestDifference(channelID: 5)
            }
        }
        _ = harness.request()
        switch response {
        case "differenceTooLong":
            harness.box.receive(.tooLong(.init(pts: try XCTUnwrap(event.pts))), at: harness.now)
            XCTAssertEqual(harness.delivered(), ["gap common"], place)
            XCTAssertEqual(harness.request(), .difference(pts: event.local_after, qts: 0, date: 1), place)
        case "channelDifference":
            harness.box.receive(
                BoxHarness.channelDifference([1], pts: try XCTUnwrap(event.pts), isFinal: event.final ?? true),
                channelID: 5, at: harness.now)
            XCTAssertEqual(harness.delivered(), ["channel message 1"], place)
            XCTAssertFalse(harness.box.isUpToDate, place)
        case "channelDifferenceEmpty":
            harness.box.receive(
                .empty(.init(final: true, pts: try XCTUnwrap(event.pts), timeout: 30)), channelID: 5, at: harness.now)
            XCTAssertTrue(harness.box.isUpToDate, place)
        case "channelDifferenceTooLong":
            harness.box.receive(
                BoxHarness.channelTooLong(BoxHarness.dialog(pts: event.dialogPts)), channelID: 5, at: harness.now)
            XCTAssertEqual(harness.delivered(), ["gap channel(5)"], place)
            XCTAssertTrue(harness.box.isUpToDate, place)
        default: XCTFail("not understood: \(place)")
        }
    }
}
