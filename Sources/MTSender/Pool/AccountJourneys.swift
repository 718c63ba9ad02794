// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Keeps apart what takes the account to other data centres, and what makes it another account.
final class AccountJourneys: Sendable {
    /// How many journeys there may be at a time, more than there are data centres.
    static let count = 64

    /// Each journey has a place, and a change has all of them.
    let places = AsyncSemaphore(count)
    /// Lets one change at a time collect its places.
    let changes = AsyncSemaphore(1)
}
