// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Lets calls run one after another, in the order in which they were made.
///
/// The server runs the calls of a connection in any order. Those that are made with the same order, by
/// ``CallOptions/order``, are different: each goes out when the one before it has ended, however it ended and however often it
/// had to be repeated. Calls of other orders, and of none, do not wait for them.
///
///     let order = CallOrder()
///     async let first = client.invoke(…, options: .init(order: order))
public final class CallOrder: Sendable {
    let turn = AsyncSemaphore(1)

    /// Creates an order that nobody waits in.
    public init() {}
}
