// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What the server has to be asked.
///
/// Whoever drives a ``MessageBox`` makes the call and gives back either its result or its failure.
public enum DifferenceRequest: Hashable, Sendable {
    /// `updates.getState`. See core.telegram.org/method/updates.getState.
    case state
    /// `updates.getDifference` from this state. See core.telegram.org/method/updates.getDifference.
    case difference(pts: Int32, qts: Int32, date: Int32)
    /// `updates.getChannelDifference` from this number on. The access hash and the limit, 100 for users and more for
    /// bots, are the caller's. See core.telegram.org/method/updates.getChannelDifference.
    case channelDifference(channelID: Int64, pts: Int32)
}

/// Why a difference could not be had.
public enum DifferenceFailure: Hashable, Sendable {
    /// It may work later: the server has trouble, such as code 500 or `PERSISTENT_TIMESTAMP_OUTDATED`, or the call
    /// timed out.
    case temporary
    /// There is no connection; it is asked again as soon as the caller asks for the next request.
    case disconnected
    /// The server does not know the state, as with `PERSISTENT_TIMESTAMP_INVALID` or `DATE_EMPTY`, or its answer could
    /// not be read: start from where the server is now.
    case stateInvalid
    /// The channel cannot be seen any more, as with `CHANNEL_PRIVATE` or `CHANNEL_INVALID`: forget it.
    case inaccessible
    /// The channel's access hash is not known; it is asked again when an update of the channel comes.
    case accessHashMissing
}
