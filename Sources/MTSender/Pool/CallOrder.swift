// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Lets calls run one after another, in the order in which they were made.
///
/// The server runs the calls of a connection in any order. Those that are made with the same order, by
/// ``CallOptions/orders``, are different: each runs when the one before it has ended, however it ended and however often it
/// had to be repeated. They need not wait for each other's answers for that: the server is told what runs after what
/// (`invokeAfterMsg`, core.telegram.org/method/invokeAfterMsg), and up to ten of them are under way at a time. Calls of
/// other orders, and of none, do not wait for them. Two clients that share an order do not know of each other's calls.
///
///     let order = CallOrder()
///     async let first = client.invoke(…, options: .init(order: order))
public final class CallOrder: Sendable {
    /// Creates an order that nobody waits in.
    public init() {}
}
