// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What happened in a session, in numbers.
public struct SessionStatistics: Hashable, Sendable {
    /// Calls that were sent again under their old ids.
    public var resends = 0
    /// Calls that were sent again under new ids.
    public var renewals = 0
    /// Ids that the server refused or did not know any more.
    public var refusedIDs = 0
    /// Messages that came twice.
    public var duplicates = 0
    /// Messages that could not be read.
    public var malformed = 0
    /// Sessions that were given up for new ones.
    public var resets = 0
}
