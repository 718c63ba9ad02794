// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How far the updates that belong to no channel have been seen.
///
/// See core.telegram.org/api/updates and core.telegram.org/constructor/updates.state.
public struct UpdateState: Codable, Hashable, Sendable {
    /// The number of the last event of private chats and basic groups.
    public var pts: Int32
    /// The number of the last event of secret chats and of bots.
    public var qts: Int32
    /// When the last update was made, in seconds since 1970.
    public var date: Int32
    /// The number of the last `updates` object.
    public var seq: Int32

    /// Creates a state.
    ///
    /// - Parameters:
    ///   - pts: The number of the last event of private chats and basic groups.
    ///   - qts: The number of the last event of secret chats and of bots.
    ///   - date: When the last update was made, in seconds since 1970.
    ///   - seq: The number of the last `updates` object.
    public init(pts: Int32, qts: Int32, date: Int32, seq: Int32) {
        self.pts = pts
        self.qts = qts
        self.date = date
        self.seq = seq
    }
}
