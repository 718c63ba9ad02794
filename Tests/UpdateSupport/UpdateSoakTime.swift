// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramMTProto
import FerogramMTSender
import FerogramTestSupport

extension VirtualClock {
    /// The clock as the clients of a soak see it.
    var clientTime: Timekeeper {
        Timekeeper(
            now: { MonotonicTime(nanoseconds: 0) + self.elapsed },
            sinceEpoch: { self.epoch + self.elapsed },
            sleep: { end in try await self.sleep(until: .nanoseconds(end.nanoseconds)) })
    }

    /// The clock as their server sees it.
    var serverTime: LocalTime {
        LocalTime(
            sinceEpoch: { self.epoch + self.elapsed },
            sleep: { duration in try await self.sleep(until: self.elapsed + duration) })
    }
}
