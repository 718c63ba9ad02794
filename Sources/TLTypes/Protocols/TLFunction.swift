// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A call of a method, with its arguments.
///
/// core.telegram.org/methods lists the methods.
public protocol TLFunction: TLEncodable {
    /// What the server answers.
    associatedtype Response: TLDecodable

    /// The id that stands before the arguments.
    static var constructorID: UInt32 { get }
}

/// A call that can be read back, as servers do.
///
/// The conformances are generated into the module that needs them, so that clients do not carry their code.
package protocol TLDecodableFunction: TLFunction {
    /// Reads the arguments, without the constructor id before them.
    init(bodyFrom reader: inout TLReader) throws(TLError)
}
