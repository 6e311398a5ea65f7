x: Tensor, w: Tensor -> Tensor
return (self).packed_linear(x, w, None)
