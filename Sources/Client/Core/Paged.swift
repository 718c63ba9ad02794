// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender

/// One page of a list, and where the next one begins.
public struct Page<Element: Sendable, Cursor: Codable & Sendable>: Sendable {
    /// The elements, in the list's order.
    public var elements: [Element]
    /// Where the next page begins; `nil` if this is the last one.
    ///
    /// It can be saved and used in another run of the program.
    public var next: Cursor?
    /// How many elements the whole list has, as the server counts; `nil` if it does not say.
    public var total: Int?

    /// Creates a page.
    ///
    /// - Parameters:
    ///   - elements: The elements, in the list's order.
    ///   - next: Where the next page begins; `nil` if this is the last one.
    ///   - total: How many elements the whole list has, if that is known.
    public init(_ elements: [Element], next: Cursor?, total: Int? = nil) {
        self.elements = elements
        self.next = next
        self.total = total
    }
}

/// A list that the server gives page by page; each page is fetched when it is reached.
///
///     for try await dialog in client.dialogs() { print(dialog.chat.title) }
///     let newest = try await client.dialogs().first(20)
///
/// No element comes twice, even if the list changes while it is read. Cancelling the task ends it with
/// ``InvocationError/cancelled``.
public struct Paged<Element: Sendable, Cursor: Codable & Sendable>: AsyncSequence, Sendable {
    /// What reading throws.
    public typealias Failure = InvocationError

    /// Fetches one page: from a cursor on, `nil` for the beginning, so many elements at most.
    typealias Fetch = @Sendable (Cursor?, Int) async throws(InvocationError) -> Page<Element, Cursor>

    /// Counts the elements, where the first page does not say how many there are.
    typealias Count = @Sendable () async throws(InvocationError) -> Int

    /// How an element is distinguished from those that came before.
    enum Identity: Sendable {
        /// By a number of its own; all numbers are remembered.
        case number(@Sendable (Element) -> Int64)
        /// By a number that gets smaller from element to element: the last one is enough.
        case falling(@Sendable (Element) -> Int64)
        /// By a number that gets larger from element to element: the last one is enough.
        case rising(@Sendable (Element) -> Int64)
    }

    fileprivate let start: Cursor?
    fileprivate let pageSize: Int
    fileprivate let largestPage: Int
    /// How many pages without anything new there may be in a row: a server that always names the same next page must not be
    /// asked for ever.
    fileprivate let mostEmptyPages: Int
    fileprivate let identity: Identity
    fileprivate let count: Count?
    fileprivate let fetch: Fetch

    init(
        after start: Cursor? = nil, pageSize: Int = 100, largestPage: Int = 100,
        mostEmptyPages: Int = 8, identity: Identity, count: Count? = nil, _ fetch: @escaping Fetch
    ) {
        self.start = start
        self.pageSize = Swift.min(Swift.max(1, pageSize), largestPage)
        self.largestPage = largestPage
        self.mostEmptyPages = mostEmptyPages
        self.identity = identity
        self.count = count
        self.fetch = fetch
    }

    /// Gives the elements one by one.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        fileprivate let list: Paged
        fileprivate var cursor: Cursor?
        private var buffer: ArraySlice<Element> = []
        private var seen: Set<Int64> = []
        private var last: Int64?
        private var isAtEnd = false
        private var emptyPages = 0

        fileprivate init(_ list: Paged) {
            self.list = list
            cursor = list.start
        }

        /// Where the next page begins, to go on later; `nil` at the beginning and at the end.
        ///
        /// Elements of the current page that were not read yet come before it.
        public var nextPage: Cursor? { cursor }

        /// The next element; `nil` at the end.
        public mutating func next() async throws(InvocationError) -> Element? {
            try await next(isolation: #isolation)
        }

        /// The next element; `nil` at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(InvocationError) -> Element? {
            while true {
                while let element = buffer.popFirst() {
                    if isNew(element) {
                        emptyPages = 0
                        return element
                    }
                }
                if isAtEnd { return nil }
                if Task.isCancelled { throw .cancelled }
                let page = try await list.fetch(cursor, list.pageSize)
                buffer = page.elements[...]
                cursor = page.next
                emptyPages += 1
                isAtEnd = page.next == nil || emptyPages > list.mostEmptyPages
            }
        }

        private mutating func isNew(_ element: Element) -> Bool {
            switch list.identity {
            case .number(let number):
                return seen.insert(number(element)).inserted
            case .falling(let number):
                let number = number(element)
                if let last, number >= last { return false }
                last = number
            case .rising(let number):
                let number = number(element)
                if let last, number <= last { return false }
                last = number
            }
            return true
        }
    }

    /// An iterator that begins at the beginning.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

    /// How many elements there are, as the server counts; costs a call.
    ///
    /// - Throws: ``InvocationError``.
    public var total: Int {
        get async throws(InvocationError) {
            if let count { return try await count() }
            let page = try await fetch(nil, 1)
            return page.total ?? page.elements.count
        }
    }

    /// The first elements.
    ///
    /// - Parameter count: How many at most; 0 asks nothing.
    /// - Returns: The elements, fewer if there are not as many.
    /// - Throws: ``InvocationError``.
    public func first(_ count: Int) async throws(InvocationError) -> [Element] {
        var iterator = pages(of: Swift.min(count, pageSize)).makeAsyncIterator()
        var elements: [Element] = []
        while elements.count < count, let element = try await iterator.next() { elements.append(element) }
        return elements
    }

    /// The same list, fetched in pages of another size.
    ///
    /// - Parameter size: How many elements a page has at most, 1 to 100, 200 for members; more counts as that.
    /// - Returns: The list.
    public func pages(of size: Int) -> Self {
        Self(
            after: start, pageSize: size, largestPage: largestPage, mostEmptyPages: mostEmptyPages, identity: identity,
            count: count, fetch)
    }

    /// One page, to go on later, also in another run of the program.
    ///
    /// - Parameter cursor: Where it begins, from ``Page/next``; `nil` for the beginning.
    /// - Returns: The page.
    /// - Throws: ``InvocationError``.
    public func page(after cursor: Cursor? = nil) async throws(InvocationError) -> Page<Element, Cursor> {
        try await fetch(cursor ?? start, pageSize)
    }
}

extension AsyncSequence {
    /// All elements as an array, up to a limit.
    ///
    /// - Parameters:
    ///   - limit: How many at most.
    ///   - isolation: The caller's actor.
    /// - Returns: The elements.
    /// - Throws: What the sequence throws.
    public func collect(
        limit: Int = .max, isolation: isolated (any Actor)? = #isolation
    ) async throws(Failure) -> [Element] {
        var elements: [Element] = []
        var iterator = makeAsyncIterator()
        while elements.count < limit, let element = try await iterator.next(isolation: isolation) {
            elements.append(element)
        }
        return elements
    }
}
