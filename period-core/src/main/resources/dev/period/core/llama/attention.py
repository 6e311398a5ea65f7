q: Tensor, k: Tensor, v: Tensor, mask: Tensor -> Tensor
grouped = torch.ne(torch.size(q, 1), torch.size(k, 1))
return torch.scaled_dot_product_attention(q, k, v, mask, 0., False, scale=None, enable_gqa=grouped)
