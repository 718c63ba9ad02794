// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a client's packet asks a server to do.
public enum ServerSessionEvent: Sendable {
    /// To run a call, once; ``ServerSession/answer(_:with:)`` answers it.
    case call(MessageID, ArraySlice<UInt8>)
    /// To stop running a call whose answer is not wanted any more, if that is possible.
    case dropped(MessageID)
    /// To forget another session; ``ServerSession/answerDestroySession(_:existed:)`` answers it.
    case destroySession(Int64)
    /// To forget the key; ``ServerSession/answerDestroyAuthKey(_:)`` answers it.
    case destroyAuthKey
    /// The client has these answers and updates.
    case acknowledged([MessageID])
}
