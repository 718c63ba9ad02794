// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramMTProto
package import FerogramTLTypes

/// A call that is not written yet, and the type of its answer.
package struct Request<Function: TLFunction>: Sendable {
    private let function: Function
    /// The id of the method.
    package let method: UInt32

    /// The method, as the schema spells it.
    package var name: String { SenderState.name(of: method) }

    /// A method's name, as the schema spells it.
    package static func name(of method: UInt32) -> String { SenderState.name(of: method) }

    /// Prepares a call.
    ///
    /// - Parameter function: The method with its arguments.
    /// - Throws: ``InvocationError/invalidRequest(method:_:)`` if it is given as bytes that are no call.
    package init(_ function: Function) throws(InvocationError) {
        self.function = function
        // The cast costs more than the comparison.
        guard Function.self == TLRawFunction.self, let raw = function as? TLRawFunction else {
            method = Function.constructorID
            return
        }
        let count = raw.bytes.count
        guard count >= 4, count.isMultiple(of: 4) else {
            throw .invalidRequest(method: "raw call", TLError(.unexpectedEnd, offset: count, context: "a call"))
        }
        method = raw.bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
    }

    /// Writes the call.
    ///
    /// - Throws: ``InvocationError/invalidRequest(method:_:)`` if the arguments cannot be written.
    /// - Returns: The call as senders take it.
    package func write() throws(InvocationError) -> OutgoingCall {
        let bytes: [UInt8]
        do {
            bytes = try function.encoded()
        } catch {
            throw .invalidRequest(method: name, error)
        }
        // Here, where no lock is held; a session would do it as well, while all calls wait. What is too large stays so.
        let isWorthPacking = !CallRepetition.isUpload(method) && bytes.count <= SessionLimits.callBytes
        return OutgoingCall(
            body: isWorthPacking ? PackedObject.pack(bytes) : bytes, repetition: CallRepetition.of(method),
            isCompressible: false)
    }

    /// Reads the answer.
    ///
    /// - Parameter bytes: The answer.
    /// - Returns: The answer as the schema's type.
    /// - Throws: ``InvocationError/invalidResponse(method:_:)`` if it is none.
    package func decode(_ bytes: ArraySlice<UInt8>) throws(InvocationError) -> Function.Response {
        let result = bytes.withUnsafeBytes { buffer in
            TLReader.read(buffer: buffer) { reader throws(TLError) in
                let response = try Function.Response(from: &reader)
                try reader.finish()
                return response
            }
        }
        switch result {
        case .success(let response): return response
        case .failure(let error): throw .invalidResponse(method: SenderState.name(of: method), error)
        }
    }
}
