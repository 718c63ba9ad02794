// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Duration {
    /// The whole seconds, as the schema has intervals; intervals out of its range are the nearest one in it.
    var wholeSeconds: Int32 { Int32(clamping: Swift.max(0, components.seconds)) }
}
