// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What the world knows of the work of bots.
struct BotsState: Sendable {
    /// The presses of buttons that wait for an answer.
    var callbackQueries = CallbackQueries()
}
