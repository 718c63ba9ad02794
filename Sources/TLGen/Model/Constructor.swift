// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// A constructor of a boxed type.
struct Constructor {
    /// Where the fields live.
    enum Storage {
        /// Stored properties of the struct.
        case properties
        /// One reference to an immutable object: for large payloads and for those that contain themselves.
        case object
    }

    let definition: Definition
    /// The name of the payload struct inside the enum, or of the struct that stands for the whole type.
    let swiftName: String
    /// The name of the enum's case, without backticks.
    let caseName: String
    let fields: [Field]
    var storage = Storage.properties

    var storedFields: [Field] { fields.filter(\.isStored) }
}
