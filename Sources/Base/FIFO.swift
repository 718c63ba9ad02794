// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A queue, first in, first out, whose ends are both fast.
///
/// Other modules specialise it only because it is `@usableFromInline`; `package` alone leaves them the slow, generic code.
@usableFromInline
package struct FIFO<Element: Sendable>: Sendable {
    // A place is emptied when its element leaves, so that nothing lives longer than it is wanted.
    @usableFromInline var elements: [Element?] = []
    @usableFromInline var head = 0

    /// Creates an empty queue.
    @inlinable
    package init() {}

    /// How many elements there are.
    @inlinable
    package var count: Int { elements.count - head }

    /// Whether there are none.
    @inlinable
    package var isEmpty: Bool { head == elements.count }

    /// The element that was added first.
    @inlinable
    package var first: Element? { head < elements.count ? elements[head] : nil }

    /// The element that was added last; setting it replaces it.
    @inlinable
    package var last: Element? {
        get { isEmpty ? nil : elements[elements.count - 1] }
        set { if !isEmpty, let newValue { elements[elements.count - 1] = newValue } }
    }

    /// Adds an element behind all others.
    @inlinable
    package mutating func append(_ element: Element) {
        elements.append(element)
    }

    /// Makes room for elements that are going to be added, so that the memory grows once for all of them.
    @inlinable
    package mutating func reserve(_ added: Int) {
        let needed = elements.count + added
        // Twice as much at least, or else many small additions would copy everything each time.
        if needed > elements.capacity { elements.reserveCapacity(Swift.max(needed, 2 * elements.capacity)) }
    }

    /// Puts elements before all others, in their order.
    @inlinable
    package mutating func prepend(_ added: [Element]) {
        guard !added.isEmpty else { return }
        elements.replaceSubrange(..<head, with: added.map(Optional.some))
        head = 0
    }

    /// Takes the element that was added first.
    @inlinable
    package mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        elements[head] = nil
        head += 1
        if head == elements.count {
            // Not by the count: what was long once has been cut off since, and its memory may be large.
            elements.removeAll(keepingCapacity: elements.capacity <= 64)
            head = 0
        } else if head > 32, head * 2 > elements.count {
            // What is gone is cut off now and then, so that each element is moved once on average.
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Takes the first element that satisfies a condition, from wherever it stands.
    ///
    /// - Parameter isWanted: The condition.
    /// - Returns: The element, if there is one.
    @inlinable
    package mutating func remove(where isWanted: (Element) -> Bool) -> Element? {
        for index in head..<elements.count {
            guard let element = elements[index], isWanted(element) else { continue }
            elements.remove(at: index)
            return element
        }
        return nil
    }

    /// Keeps only the elements that satisfy a condition, in their order.
    ///
    /// - Parameter isWanted: The condition.
    @inlinable
    package mutating func filter(_ isWanted: (Element) -> Bool) {
        elements = elements[head...].filter { $0.map(isWanted) ?? false }
        head = 0
    }

    /// Whether an element satisfies a condition.
    ///
    /// - Parameter isWanted: The condition.
    /// - Returns: Whether there is one.
    @inlinable
    package func contains(where isWanted: (Element) -> Bool) -> Bool {
        elements[head...].contains { $0.map(isWanted) ?? false }
    }

    /// Takes all elements, in their order.
    @inlinable
    package mutating func removeAll() -> [Element] {
        defer {
            elements = []
            head = 0
        }
        return elements[head...].compactMap(\.self)
    }
}
