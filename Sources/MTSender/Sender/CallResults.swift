// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a call came to.
typealias CallResult = Result<ArraySlice<UInt8>, InvocationError>

/// Calls that came to their end, in the order in which they did.
struct CallResults: Sendable {
    private(set) var calls: [(ticket: Ticket, result: CallResult)] = []

    mutating func add(_ ticket: Ticket, _ result: CallResult) {
        calls.append((ticket, result))
    }
}
