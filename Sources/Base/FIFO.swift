// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A queue whose ends are both fast.
package struct FIFO<Element: Sendable>: Sendable {
    private var elements: [Element?] = []
    private var head = 0

    /// Creates an empty queue.
    package init() {}

    /// How many elements wait.
    package var count: Int { elements.count - head }
    /// Whether none waits.
    package var isEmpty: Bool { head == elements.count }
    /// The element that comes next.
    package var first: Element? { head < elements.count ? elements[head] : nil }

    /// The element that was appended last; setting it replaces it.
    package var last: Element? {
        get { isEmpty ? nil : elements[elements.count - 1] }
        set { if !isEmpty, let newValue { elements[elements.count - 1] = newValue } }
    }

    /// Appends an element.
    package mutating func append(_ element: Element) {
        elements.append(element)
    }

    /// Takes the element that comes next.
    package mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        elements[head] = nil
        head += 1
        // What is gone is cut off now and then, so that each element is moved once on average.
        if head > 32, head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }
}
