// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a handler throws to say what happens to the update after it.
public enum Propagation: Error, Hashable, Sendable {
    /// No other handler gets the update.
    case stop
    /// The next handler gets the update, also where the first that matches would be the only one, or the one of a
    /// conversation's state.
    case `continue`
}
