// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMessageBox
import FerogramTLTypes

/// How many updates a second go through the message box.
enum UpdateBenchmarks {
    static var groups: [BenchmarkGroup] { [box] }

    private static let count = 100_000
    private static let channelIDs: [Int64] = (1...100).map { $0 }
    private static let now = MonotonicTime(nanoseconds: 0)

    private static var box: BenchmarkGroup {
        BenchmarkGroup("100,000 updates through the box") {
            let common = (1...Int32(count)).map(message)
            let channels = (0..<Int32(count)).map { post($0, in: channelIDs[Int($0) % 100], pts: $0 / 100 + 11) }
            // Each pair comes the wrong way round, so that every other update is held.
            var swapped = common
            for index in stride(from: 0, to: count, by: 2) { swapped.swapAt(index, index + 1) }
            return [
                benchmark("one chat", common.map(short)),
                benchmark("a hundred channels", channels.map(short)),
                benchmark("every other too early", swapped.map(short)),
                benchmark("a hundred in an object", objects(common)),
                benchmark("through the lanes", common.map(short), lanes: true),
            ]
        }
    }

    private static func benchmark(_ name: String, _ objects: [TL.Updates], lanes usesLanes: Bool = false) -> Benchmark {
        var ready = MessageBox(
            MessageBoxState(
                account: .init(pts: 0, qts: 0, date: 1, seq: 0),
                channels: Dictionary(uniqueKeysWithValues: channelIDs.map { ($0, Int32(10)) })))
        _ = ready.nextRequest(at: now)
        ready.receive(.empty(.init(date: 1, seq: 0)), at: now)
        _ = ready.takeDeliveries()
        return Benchmark(name, operations: count) { [ready] in
            var box = ready
            var lanes = UpdateInbox()
            var delivered = 0
            for object in objects {
                if usesLanes {
                    guard lanes.accept(object), let next = lanes.nextOrdered() else { fatalError("the lanes are full") }
                    box.receive(next, at: now)
                } else {
                    box.receive(object, at: now)
                }
                for delivery in box.takeDeliveries() { delivered += delivery.updates.count }
                blackHole(box.nextRequest(at: now))
            }
            precondition(delivered == count, "\(delivered) updates came out")
        }
    }

    private static func objects(_ updates: [TL.Update]) -> [TL.Updates] {
        stride(from: 0, to: updates.count, by: 100).map { start in
            .updates(.init(updates: Array(updates[start..<start + 100]), users: [], chats: [], date: 1, seq: 0))
        }
    }

    private static func short(_ update: TL.Update) -> TL.Updates { .updateShort(.init(update: update, date: 1)) }

    private static func message(_ pts: Int32) -> TL.Update {
        .newMessage(.init(message: .empty(.init(id: pts)), pts: pts, ptsCount: 1))
    }

    private static func post(_ id: Int32, in channel: Int64, pts: Int32) -> TL.Update {
        .newChannelMessage(
            .init(
                message: .empty(.init(id: id, peerID: .channel(.init(channelID: channel)))), pts: pts, ptsCount: 1))
    }
}
