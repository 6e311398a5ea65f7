x: Tensor -> Tensor
return (self).row_sum(x)
