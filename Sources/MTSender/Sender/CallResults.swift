// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a call came to.
///
/// It is a type of its own because the library's `Result` is copied by way of its metadata, which takes much longer.
enum CallResult: Sendable {
    case success(ArraySlice<UInt8>)
    case failure(InvocationError)

    func get() throws(InvocationError) -> ArraySlice<UInt8> {
        switch self {
        case .success(let bytes): return bytes
        case .failure(let error): throw error
        }
    }
}

/// Calls that came to their end, in the order in which they did.
struct CallResults: Sendable {
    struct End: Sendable {
        let ticket: Ticket
        let result: CallResult
    }

    private(set) var calls: [End] = []

    mutating func add(_ ticket: Ticket, _ result: CallResult) {
        calls.append(End(ticket: ticket, result: result))
    }
}
