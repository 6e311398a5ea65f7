grads: List[Tensor] -> Tensor
_0 = ops.aten._foreach_zero_(grads)
return grads[0]
