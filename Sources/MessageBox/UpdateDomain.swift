// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A sequence of events that the server numbers by itself.
///
/// See core.telegram.org/api/updates#message-related-event-sequences.
public enum UpdateDomain: Hashable, Sendable {
    /// Private chats and basic groups, numbered by `pts`.
    case common
    /// Secret chats and what bots are told, numbered by `qts`.
    case secondary
    /// A channel or supergroup, numbered by a `pts` of its own.
    case channel(Int64)
}
