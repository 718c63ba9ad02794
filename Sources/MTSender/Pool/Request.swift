// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramMTProto
package import FerogramTLTypes

/// A call as senders take it, and the type of its answer.
package struct Request<Function: TLFunction>: Sendable {
    /// The call.
    package let call: OutgoingCall
    /// The id of the method.
    package let method: UInt32

    /// The method, as the schema spells it.
    package var name: String { SenderState.name(of: method) }

    /// Writes a call.
    ///
    /// - Parameter function: The method with its arguments.
    /// - Throws: ``InvocationError/invalidRequest(method:_:)`` if the arguments cannot be written.
    package init(_ function: Function) throws(InvocationError) {
        let bytes: [UInt8]
        do {
            bytes = try function.encoded()
        } catch {
            throw .invalidRequest(method: SenderState.name(of: Function.constructorID), error)
        }
        guard bytes.count >= 4, bytes.count.isMultiple(of: 4) else {
            // Only calls that are given as bytes can be like that.
            throw .invalidRequest(method: "raw call", TLError(.unexpectedEnd, offset: bytes.count, context: "a call"))
        }
        method = bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
        // Here, where no lock is held; a session would do it as well, while all calls wait. What is too large stays so.
        let isWorthPacking = !CallRepetition.isUpload(method) && bytes.count <= SessionLimits.callBytes
        call = OutgoingCall(
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
