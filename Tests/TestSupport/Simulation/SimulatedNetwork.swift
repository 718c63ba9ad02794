// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// What a connection does to the frames that follow.
struct NetworkFaults {
    var drop = 0
    var duplicate = 0
    var reorder = 0
    var delay = 0
    var split = 0
    var corrupt = 0
}

/// One simulated connection: frames keep their order unless a fault says otherwise.
struct SimulatedConnection {
    let id: ConnectionID
    var isOpen = true
    /// Whether everything on it is lost, without anybody being told.
    var isLost = false
    /// The codecs at its ends, in runs with streams.
    var stream: SimulatedStream?
    /// The sessions that the client has spoken in here.
    var sessions: Set<Int64> = []
    /// When the last frame of each direction arrives.
    var lastArrival: [Int64] = [0, 0]
    /// The usual time on the way, in milliseconds.
    let latency: Int64

    /// When a frame that is sent now arrives.
    mutating func arrival(toServer: Bool, now: Int64, faults: inout NetworkFaults, jitter: Int64) -> Int64 {
        var time = now + (latency + jitter) * SessionSimulation.millisecond
        if faults.delay > 0 {
            faults.delay -= 1
            time += 3000 * SessionSimulation.millisecond
        }
        if faults.split > 0 {
            // Half of the frame waits for the other half, and everything behind it waits too.
            faults.split -= 1
            time += 700 * SessionSimulation.millisecond
        }
        let direction = toServer ? 0 : 1
        if faults.reorder > 0 {
            faults.reorder -= 1
            return time + 400 * SessionSimulation.millisecond
        }
        time = max(time, lastArrival[direction])
        lastArrival[direction] = time
        return time
    }
}
