// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Something that happened in one of many accounts.
public struct AccountUpdate: Sendable {
    /// The name of the account.
    public let account: String
    /// Its client.
    public let client: TelegramClient
    /// What happened.
    public let update: Update
}

/// What happens in all accounts of a ``SessionManager``; it ends when the manager closes them.
///
/// An update counts as handled when the reader asks for the next one, or is gone, unless its task was cancelled: then another
/// reader gets it.
public struct AccountUpdateSequence: AsyncSequence, Sendable {
    /// What the sequence consists of.
    public typealias Element = AccountUpdate
    /// What reading throws.
    public typealias Failure = Never

    let funnel: UpdateFunnel

    /// Takes the updates one by one.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let reader: UpdateFunnel.Reader

        init(_ funnel: UpdateFunnel) {
            reader = UpdateFunnel.Reader(funnel)
        }

        /// The next element; `nil` at the end.
        public mutating func next() async -> AccountUpdate? { await reader.next() }

        /// The next element; `nil` at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> AccountUpdate? {
            await reader.next()
        }
    }

    /// An iterator that begins at the beginning.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(funnel) }
}
